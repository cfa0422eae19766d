// What the pages do beyond plain HTML. Every feature imports its own module here.
import "./contents.js";
import "./campaign.js";
import "./publication.js";
import "./tables.js";
import "./describe.js";
import "./describe-matrix.js";
import "./copy.js";
import "./errors.js";
import "./corrections.js";
import "./indicators.js";
import "./verify.js";
import "./unsaved.js";
import "./kept-labels.js";
import "./passkeys.js";
import "./session.js";
import "./workspace/findings.js";
import "./workspace/assignments.js";
import "./workspace/comments.js";
import "./workspace/contributions.js";
import "./workspace/presence.js";
// The editor is heavier than all the rest together: only the page where one writes loads it.
if (document.querySelector(".workspace-text, #conflit")) import("./workspace/index.js");
if (document.querySelector("[data-answers]")) import("./observations/index.js");
if (document.querySelector("[data-unsent-texts]")) import("./observations/unsent.js");
// The editor is heavy: only the page where a copy is changed loads it.
if (document.querySelector("[data-form='suggestion-create']")) import("./workspace/suggestions.js");
// The editor is heavy: only the pages where the dossier is written load it.
if (document.querySelector("textarea[data-rich-text]")) import("./workspace/dossier-editor.js");
