// What the pages do beyond plain HTML. Every feature imports its own module here.
import "./contents.js";
import "./campaign.js";
import "./tables.js";
import "./unsaved.js";
import "./passkeys.js";
import "./session.js";
import "./workspace/contributions.js";
// The editor is heavy: only the page where a copy is changed loads it.
if (document.querySelector("[data-form='suggestion-create']")) import("./workspace/suggestions.js");
