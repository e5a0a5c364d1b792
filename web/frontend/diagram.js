// The live diagram: where the process stands, who holds what, which way it came.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const READABLE = 1;    // names are set in 12 px at full size; smaller is not read
const FONTS = getComputedStyle(document.body).fontFamily;

function badge(token) {
  const note = document.createElement("div");
  note.className = "token-badge";
  note.textContent = token.holder ? `${token.role} · ${token.holder}` : token.role;
  return note;
}

function paint(viewer, tokens) {
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const registry = viewer.get("elementRegistry");
  const known = tokens.filter((token) => registry.get(token.element));
  const now = new Set(known.filter((token) => token.state === "waiting").map((token) => token.element));
  const passed = new Set(known.map((token) => token.element));
  for (const id of passed) {
    canvas.addMarker(id, now.has(id) ? "is-now" : "is-done");
  }
  registry.filter((element) => element.waypoints).forEach((flow) => {
    if (flow.source && flow.target && passed.has(flow.source.id) && !now.has(flow.source.id)
        && passed.has(flow.target.id)) {
      canvas.addMarker(flow.id, "is-done");
    }
  });
  for (const token of known) {
    if (now.has(token.element) && (token.holder || token.role)) {
      overlays.add(token.element, {
        position: { top: -22, left: 0 }, html: badge(token),
      });
    }
  }
}

// A whole diagram is often too small to read: come nearer, to where the work is now.
function lookAtNow(viewer, tokens) {
  const canvas = viewer.get("canvas");
  if (canvas.zoom() >= READABLE) return;
  const registry = viewer.get("elementRegistry");
  const now = tokens.map((token) => token.state === "waiting" && registry.get(token.element))
    .find(Boolean);
  canvas.zoom(READABLE);
  const view = canvas.viewbox();
  const whole = view.inner;
  const shape = now || { x: whole.x, y: whole.y, width: 0, height: 0 };
  const place = (middle, size, from, length) => (
    size >= length ? from - (size - length) / 2
      : Math.min(Math.max(middle - size / 2, from - 12), from + length + 12 - size));
  canvas.viewbox({
    x: place(shape.x + shape.width / 2, view.width, whole.x, whole.width),
    y: place(shape.y + shape.height / 2, view.height, whole.y, whole.height + 56),
    width: view.width, height: view.height,
  });
}

// The names of the lanes stay at the edge, however far the picture is moved.
function keepLanes(viewer, place) {
  const registry = viewer.get("elementRegistry");
  const lanes = registry.filter((element) => element.type === "bpmn:Lane");
  const view = viewer.get("canvas").viewbox();
  place.replaceChildren(...lanes.map((lane) => {
    const name = document.createElement("span");
    const top = (lane.y - view.y) * view.scale;
    const height = lane.height * view.scale;
    const seen = Math.max(top, 0);
    name.style.top = `${seen}px`;
    name.style.height = `${Math.max(0, Math.min(top + height, place.clientHeight) - seen)}px`;
    name.hidden = top + height < 4 || top > place.clientHeight;
    name.textContent = lane.businessObject.name;
    name.dataset.part = String(top + height > place.clientHeight || top < 0);
    return name;
  }));
  // Of a lane that is mostly out of sight half a name says nothing.
  place.querySelectorAll("[data-part=true]").forEach((name) => {
    if (name.scrollHeight > name.clientHeight || name.scrollWidth > name.clientWidth) name.textContent = "";
  });
}

async function begin(box) {
  if (box.dataset.ready !== undefined) return;
  box.dataset.ready = "false";
  const diagrams = JSON.parse(box.querySelector("[data-diagrams]").textContent);
  const buttons = [...box.querySelectorAll("[data-show]")];
  const viewer = new NavigatedViewer({
    container: box.querySelector("[data-canvas]"),
    textRenderer: { defaultStyle: { fontFamily: FONTS }, externalStyle: { fontFamily: FONTS } },
  });
  viewer.on("canvas.viewbox.changed", () => keepLanes(viewer, box.querySelector("[data-lanes]")));
  // The wheel belongs to the page; with Ctrl it brings the picture nearer.
  box.querySelector("[data-canvas]").addEventListener("wheel", (event) => {
    if (!event.ctrlKey) event.stopPropagation();
  }, { capture: true });
  const fit = () => {
    const canvas = viewer.get("canvas");
    canvas.zoom("fit-viewport", "auto");
    if (canvas.zoom() > 1) canvas.zoom(1, "auto");
  };
  async function show(index) {
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === index)));
    await viewer.importXML(diagrams[index].xml);
    fit();
    paint(viewer, diagrams[index].tokens);
    keepLanes(viewer, box.querySelector("[data-lanes]"));
    lookAtNow(viewer, diagrams[index].tokens);
  }
  buttons.forEach((button, index) => button.addEventListener("click", () => show(index)));
  box.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
    const canvas = viewer.get("canvas");
    if (button.dataset.zoom === "fit") fit();
    else canvas.zoom(canvas.zoom() * (button.dataset.zoom === "in" ? 1.25 : 0.8), "auto");
  }));
  // On paper the whole diagram, in the space that the sheet gives; then as it was.
  const canvasBox = box.querySelector("[data-canvas]");
  let seen = null;
  window.addEventListener("beforeprint", () => {
    seen = viewer.get("canvas").viewbox();
    fit();
    canvasBox.querySelector("svg").setAttribute(
      "viewBox", `0 0 ${canvasBox.clientWidth} ${canvasBox.clientHeight}`);
  });
  window.addEventListener("afterprint", () => {
    canvasBox.querySelector("svg").removeAttribute("viewBox");
    if (seen) viewer.get("canvas").viewbox(seen);
  });
  await show(Math.max(0, diagrams.findIndex((diagram) => diagram.shown)));
  box.dataset.ready = "true";
}

// A picture in a folded panel has no size: it begins when it is first shown.
function beginShown() {
  document.querySelectorAll("[data-diagram]").forEach((box) => {
    if (box.offsetParent) begin(box);
  });
}
document.addEventListener("DOMContentLoaded", beginShown);
document.addEventListener("panel:shown", beginShown);
