// What the pages do beyond plain HTML. Every feature imports its own module here.
import "./contents.js";
import "./campaign.js";
import "./tables.js";
import "./unsaved.js";
import "./passkeys.js";
import "./session.js";
import "./workspace/assignments.js";
import "./workspace/comments.js";
import "./workspace/contributions.js";
import "./workspace/presence.js";
