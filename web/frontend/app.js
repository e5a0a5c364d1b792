// What every page needs: htmx, the list of problems, keys, files by drag.
import htmx from "htmx.org/dist/htmx.esm.js";
import { bringBack } from "./leaving.js";
import { all, forgetProblems, markProblems, noteAt } from "./problems.js";
import "./sending.js";

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-problem]");
  if (!link) return;
  const input = document.getElementById(link.dataset.problem);
  if (!input) return;
  event.preventDefault();
  const folded = input.closest("details");
  if (folded) folded.open = true;
  const panel = input.closest("[data-panel]");
  if (panel?.hidden) showPanel(panel.dataset.panel);
  (input.matches("input, select, textarea") ? input : input.querySelector("input, select, textarea"))?.focus();
  input.scrollIntoView({ block: "center" });
});

// ---- Enter in a text field never hands a form in with its first button ----

document.addEventListener("keydown", (event) => {
  const inForm = event.target.closest?.("form[data-keep]");
  if (event.key === "Enter" && inForm && event.target.matches("input:not([type=submit])")) {
    event.preventDefault();
  }
});

// ---- keys: / finds, j and k move, Enter opens ----

let row = -1;
function goTo(index) {
  const rows = all("[data-list] [data-row]");
  if (!rows.length) return;
  row = Math.max(0, Math.min(index, rows.length - 1));
  rows.forEach((each, at) => each.classList.toggle("chosen", at === row));
  rows[row].querySelector("[data-open]")?.focus();
  rows[row].scrollIntoView({ block: "nearest" });
}
// Single keys can be switched off (WCAG 2.1.4): somebody who speaks to the machine types words.
const SINGLE_KEYS = "gongkai-single-keys";
const singleKeys = () => localStorage.getItem(SINGLE_KEYS) !== "off";
function find() {
  const input = document.querySelector("[data-find]");
  if (input) { input.focus(); input.select(); }
  return Boolean(input);
}
function showKeys() {
  const sheet = document.getElementById("keys");
  if (!sheet || sheet.open) return;
  sheet.querySelector("[data-keys-on]").checked = singleKeys();
  sheet.showModal();
}
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    if (find()) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog, svg")) return;
  if (!singleKeys()) return;
  if (event.key === "/") { if (find()) event.preventDefault(); }
  else if (event.key === "?") showKeys();
  else if (event.key === "n") document.querySelector("[data-next]")?.click();
  else if (event.key === "j") goTo(row + 1);
  else if (event.key === "k") goTo(row - 1);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) showKeys();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-on]")) return;
  localStorage.setItem(SINGLE_KEYS, event.target.checked ? "on" : "off");
  showSingleKeys();
});
function showSingleKeys() {
  all(".find kbd").forEach((key) => { key.hidden = !singleKeys(); });
}

// ---- too long: said while it is typed or pasted; a maxlength would cut it without a word ----

function tellTooLong(input) {
  const parts = input.dataset.byLine === undefined ? [input.value] : input.value.split("\n");
  const now = Math.max(...parts.map((part) => [...part.trim()].length));
  const most = Number(input.dataset.longest);
  const place = input.closest("[data-field]") || input.parentElement;
  let note = place.querySelector("[data-counted]");
  if (!note) {
    if (now <= most) return;
    note = noteAt(input, "length");
    note.dataset.counted = "";
    note.setAttribute("role", "status");
  }
  note.hidden = now <= most;
  note.textContent = note.hidden
    ? "" : document.body.dataset.tooLong.replace("{most}", most).replace("{now}", now);
}
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-longest]")) tellTooLong(event.target);
});

// ---- characters that nobody sees, pasted from Word, web pages and telephone lists: nobody could
// find them to delete them; their breaks of lines become breaks of lines ----

const UNSEEN = /[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const BREAKS = /[\u2028\u2029\u000b\u000c]/g;
const seen = (text, input) => text.replace(UNSEEN, "").replace(BREAKS, input.matches("textarea") ? "\n" : " ");
document.addEventListener("input", (event) => {
  const input = event.target;
  if (event.isComposing || !input.matches("textarea, input:is([type=text], [type=tel], [type=email], [type=search])")) return;
  const typed = input.value, clean = seen(typed, input);
  if (clean === typed) return;
  const at = input.selectionStart;
  input.value = clean;
  if (at !== null) {
    const place = seen(typed.slice(0, at), input).length;
    input.setSelectionRange(place, place);
  }
}, true);

// ---- another kind of letter has other fields ----

document.addEventListener("change", (event) => {
  if (event.target.name === "letter-kind") forgetProblems();
});

// ---- files by drag, listed with their sizes; the plain input stays underneath ----

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);
function listFiles(zone) {
  const list = zone.querySelector("[data-files]");
  const input = zone.querySelector("input[type=file]");
  list.replaceChildren(...[...input.files].map((file) => {
    const item = document.createElement("li");
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "link-button";
    remove.textContent = list.dataset.remove;
    remove.setAttribute("aria-label", `${list.dataset.remove} ${file.name}`);
    remove.addEventListener("click", () => {
      keepFiles(input, [...input.files].filter((each) => each !== file));
      input.focus();
    });
    item.append(`${file.name} · ${size(file.size)} `, remove);
    return item;
  }));
}
function keepFiles(input, files) {
  const kept = new DataTransfer();
  for (const file of files) kept.items.add(file);
  input.files = kept.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
document.addEventListener("change", (event) => {
  const zone = event.target.closest("[data-drop]");
  if (zone && event.target.type === "file") listFiles(zone);
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    if (kind !== "drop") return;
    const input = zone.querySelector("input[type=file]");
    keepFiles(input, [...input.files, ...event.dataTransfer.files]);
  });
}

// ---- fields that only sometimes apply ----

function showWhatApplies() {
  const kind = document.querySelector("form.intake input[name=kind]:checked");
  if (kind) {
    all("[data-organisation]").forEach((part) => { part.hidden = kind.value === "natural_person"; });
  }
  all("[data-when]").forEach((part) => {
    const form = part.closest("form");
    const wanted = JSON.parse(part.dataset.when);
    part.hidden = !Object.entries(wanted).every(
      ([name, value]) => {
        const typed = new FormData(form);
        const said = typed.get(`field-${name}`) ?? typed.get(`fact-${name}`) ?? typed.get(name);
        return [].concat(value).includes(said ?? "");
      },
    );
  });
}
document.addEventListener("change", showWhatApplies);

// The way of supply follows the channel until somebody says what the applicant wants.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.intake");
  if (!form) return;
  if (event.target.name === "way_of_supply") form.dataset.wayChosen = "";
  const told = event.target.closest("[data-suggested]");
  const ways = form.elements.way_of_supply;
  if (!told || form.dataset.wayChosen !== undefined) return;
  const suggested = Object.values(JSON.parse(told.dataset.suggested));
  if (ways.value && !suggested.includes(ways.value)) return;
  ways.value = JSON.parse(told.dataset.suggested)[event.target.value];
});

// Handed in by hand or signed for, the day of arrival is the day of receipt: typed once.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.intake");
  if (!form || !["channel", "arrived_on"].includes(event.target.name)) return;
  const { channel, arrived_on: arrived, received_on: received } = form.elements;
  if (["in_person", "signed_post"].includes(channel.value)) received.value = arrived.value;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-today]:not(body)");
  const input = button?.closest("[data-field]").querySelector("input");
  if (!input) return;
  input.value = document.body.dataset.today;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// ---- the panels of a case: shown in place, so that what is typed beside them stays ----

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-tab]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const more = link.closest(".more-tabs");    // what is looked at stands among the others
  if (more) more.before(link);
  if (more && !more.querySelector("a")) more.remove();
  else if (more) more.open = false;
  showPanel(link.dataset.tab);
  if (more) link.focus();
  const here = new URL(location.href);
  here.searchParams.set("tab", link.dataset.tab);
  history.replaceState(history.state, "", here);
  const wanted = document.getElementById(link.dataset.opens || "");
  if (!wanted) return;
  wanted.closest("details").open = true;
  wanted.focus();
  wanted.scrollIntoView({ block: "center" });
});
function showPanel(name) {
  all("[data-tabs] [data-tab]").forEach((link) => {
    if (link.dataset.tab === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  all("[data-panel]").forEach((panel) => { panel.hidden = panel.dataset.panel !== name; });
  document.dispatchEvent(new CustomEvent("panel:shown"));
}

// ---- a PDF beside the form: the viewer is called only when somebody wants to see ----

document.addEventListener("toggle", (event) => {
  const { frame, title } = event.target.dataset;
  if (!frame || !event.target.open || event.target.querySelector("iframe")) return;
  const viewer = document.createElement("iframe");
  viewer.title = title;
  viewer.src = `${frame}#navpanes=0&view=FitH`;
  event.target.append(viewer);
}, true);

// ---- printing, menus ----

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  all("details.person-menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// What a page asks by itself while somebody types never takes the cursor away.
document.addEventListener("htmx:after:swap", (event) => {
  showWhatApplies();
  markProblems(event.detail.ctx?.sourceElement?.matches?.("form") ?? true);
});
// What has just been done is said once: not again when the page is reloaded, kept or sent on.
function forgetWhatWasDone() {
  const here = new URL(location.href);
  if (!here.searchParams.has("done") && !here.searchParams.has("after")) return;
  here.searchParams.delete("done");
  if (document.querySelector("[data-tabs]")) here.searchParams.delete("after");
  history.replaceState(history.state, "", here);
}
function begin() {
  forgetWhatWasDone();
  showSingleKeys();
  bringBack();
  showWhatApplies();
  markProblems();
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();

export default htmx;
