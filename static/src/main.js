// What the pages do beyond plain HTML. Every feature imports its own module here.
import "./passkeys.js";
import "./session.js";
