/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of the network: shown at its own size in a frame that scrolls, beginning where the server
 * says. Wheel, two fingers and buttons change its size, drag moves it, arrow keys follow its lines.
 * Without this it is the same picture with links, and an outline beside it. */
const nearest = 4;

class View {
  constructor(frame, svg) {
    this.frame = frame;
    this.svg = svg;
    this.size = [svg.width.baseVal.value, svg.height.baseVal.value];
    this.scale = 1;
  }

  /* The scale at which all of it is in the frame. */
  whole() {
    return Math.min(1, this.frame.clientWidth / this.size[0], (window.innerHeight * 0.75) / this.size[1]);
  }

  /* What is under the point stays there. */
  zoom(factor, clientX, clientY) {
    const box = this.frame.getBoundingClientRect();
    const [rightward, downward] = [clientX - box.left, clientY - box.top];
    const scale = Math.min(Math.max(this.scale * factor, this.whole()), nearest);
    const left = ((this.frame.scrollLeft + rightward) * scale) / this.scale - rightward;
    const top = ((this.frame.scrollTop + downward) * scale) / this.scale - downward;
    this.svg.setAttribute("width", this.size[0] * scale);
    this.svg.setAttribute("height", this.size[1] * scale);
    this.scale = scale;
    this.frame.scrollTo(left, top);
  }

  zoomMiddle(factor) {
    const box = this.frame.getBoundingClientRect();
    this.zoom(factor, box.left + box.width / 2, box.top + box.height / 2);
  }

  begin(node) {
    const box = this.frame.getBoundingClientRect();
    const at = node.getBoundingClientRect();
    this.frame.scrollBy(at.left - box.left - box.width / 4, at.top - box.top - box.height / 3);
  }
}

/* Fingers scroll the frame themselves. */
function drag(frame) {
  let from = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch") from = [event.clientX, event.clientY, false];
  });
  frame.addEventListener("pointermove", (event) => {
    if (from === null || event.buttons === 0) return;
    const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
    if (!from[2] && Math.hypot(dx, dy) < 4) return;
    frame.scrollBy(-dx, -dy);
    from = [event.clientX, event.clientY, true];
  });
  frame.addEventListener("click", (event) => {
    if (from?.[2]) event.preventDefault();
    from = null;
  }, true);
  /* The click of a drag that ends elsewhere never comes here. */
  document.addEventListener("pointerup", (event) => {
    if (!frame.contains(event.target)) from = null;
  });
  frame.addEventListener("dragstart", (event) => event.preventDefault());
}

function pinch(view, frame) {
  let apart = 0;
  frame.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    const [one, other] = event.touches;
    const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    if (apart > 0) view.zoom(now / apart, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
    apart = now;
  }, { passive: false });
  for (const type of ["touchstart", "touchend", "touchcancel"]) frame.addEventListener(type, () => { apart = 0; });
}

/* Left: who led here. Right: the first they led to. Up and down: the others of the same. */
function follow(frame) {
  const nodes = [...frame.querySelectorAll("a[data-node]")];
  const named = new Map(nodes.map((node) => [node.dataset.node, node]));
  frame.addEventListener("keydown", (event) => {
    const node = event.target.closest?.("a[data-node]");
    if (!node) {
      if (event.target === frame && event.key === "ArrowRight") {
        event.preventDefault();
        nodes[0]?.focus();
      }
      return;
    }
    const siblings = nodes.filter((other) => other.dataset.by === node.dataset.by);
    const at = siblings.indexOf(node);
    const next = {
      ArrowLeft: () => named.get(node.dataset.by),
      ArrowRight: () => nodes.find((other) => other.dataset.by === node.dataset.node),
      ArrowUp: () => siblings[at - 1],
      ArrowDown: () => siblings[at + 1],
    }[event.key]?.();
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

export function start(document) {
  const frame = document.querySelector("[data-network]");
  const svg = frame?.querySelector("svg");
  if (!svg) return;
  const view = new View(frame, svg);
  frame.classList.add("live");
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    view.zoom(event.deltaY > 0 ? 1 / 1.15 : 1.15, event.clientX, event.clientY);
  }, { passive: false });
  drag(frame);
  pinch(view, frame);
  follow(frame);
  for (const button of document.querySelectorAll("[data-zoom]"))
    button.addEventListener("click", () => view.zoomMiddle(Number(button.dataset.zoom)));
  for (const part of document.querySelectorAll("[data-network-help]")) part.removeAttribute("hidden");
  const first = frame.querySelector("[data-start]");
  if (first) view.begin(first);
}
