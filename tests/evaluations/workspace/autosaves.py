"""The save of a text as the design says it, in memory; and a network that delays, reorders, repeats and forgets."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID


@dataclass(frozen=True)
class Message:
    """A text on its way to the server."""

    author: str
    save_id: UUID
    base: int
    text: str


@dataclass(frozen=True)
class Answer:
    status: int
    revision: int
    text: str
    author: str = ""
    yours: str = ""


@dataclass
class TextModel:
    """One text: what stands, who wrote it, the answers given, what was kept."""

    revision: int
    text: str
    author: str = ""
    answers: dict[tuple[str, UUID], Answer] = field(default_factory=dict)
    history: list[tuple[str, int, int, str, str]] = field(default_factory=list)  # outcome, number, base, author, text

    def receive(self, message: Message) -> Answer:
        key = (message.author, message.save_id)
        if key not in self.answers:
            self.answers[key] = self._first(message)
        return self.answers[key]

    def _first(self, message: Message) -> Answer:
        if message.text == self.text:
            self._keep("UNCHANGED", message)
            return Answer(200, self.revision, self.text)
        if message.base != self.revision:
            self._keep("SET_ASIDE", message)
            return Answer(409, self.revision, self.text, self.author, message.text)
        self.revision, self.text, self.author = self.revision + 1, message.text, message.author
        self._keep("ACCEPTED", message)
        return Answer(200, self.revision, self.text)

    def _keep(self, outcome: str, message: Message) -> None:
        self.history.append((outcome, self.revision, message.base, message.author, message.text))


@dataclass
class Page:
    """Where one person writes. It sends without waiting, on the last revision that it has heard of."""

    author: str
    revision: int
    text: str

    def type(self, random: Random) -> Message:
        """One more word; now and then something is typed and taken away, and the text is as it was."""
        if random.random() < 0.9:
            self.text = f"{self.text[:-4]} {self.author}{random.randrange(1000)}</p>"
        return Message(self.author, UUID(int=random.getrandbits(128)), self.revision, self.text)

    def hear(self, answer: Answer) -> None:
        """An answer may come late: what it tells of an older revision than the page knows is no news."""
        if answer.revision <= self.revision:
            return
        self.revision = answer.revision
        if answer.status == 409:  # keep theirs, and go on from there
            self.text = answer.text


def interleaving(random: Random, text: TextModel, persons: int):
    """Messages in the order in which the server receives them, each with the answer that it owes.

    Each comes once, twice or three times, in any order; an answer may be lost, or heard long after.
    """
    pages = [Page(name, text.revision, text.text) for name in ("chair", "expert")[:persons]]
    on_the_way: list[Message] = []
    unheard: list[tuple[Page, Answer]] = []
    typed = 0
    while typed < 12 or on_the_way:
        chance = random.random()
        if typed < 12 and (chance < 0.4 or not on_the_way):
            message = random.choice(pages).type(random)
            on_the_way += [message] * random.choice((1, 1, 1, 2, 3))
            typed += 1
        elif chance < 0.8 and on_the_way:
            message = on_the_way.pop(random.choice((0, 0, random.randrange(len(on_the_way)))))
            answer = text.receive(message)
            yield message, answer
            if random.random() < 0.8:
                unheard.append((next(page for page in pages if page.author == message.author), answer))
        elif unheard:
            page, answer = unheard.pop(random.randrange(len(unheard)))
            page.hear(answer)
