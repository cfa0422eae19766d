"""People before their browsers: each has one of their own, signed in."""


class Seat:
    """A person's browser; ``errors`` are those of its console."""

    def __init__(self, browser, client, url, person, **options):
        self.context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **options)
        client.force_login(person)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}
        self.context.add_cookies([cookie])
        self.url, self.errors = url, []

    def open(self, path):
        page = self.context.new_page()
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.url + path)
        return page
