"""The one error of an import: a sentence for whoever gave the file."""


class ImportRefused(Exception):
    """The file cannot be read as a report. ``sentence`` says what, where, and what to do (French, translated)."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
