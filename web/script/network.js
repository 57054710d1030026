/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of the network: wheel and drag change its viewBox, arrow keys follow its lines. Without
 * this it is a picture with links, and an outline beside it. */
const nearest = 0.25;
const farthest = 1;

class Window {
  constructor(svg) {
    this.svg = svg;
    this.whole = svg.viewBox.baseVal;
    this.size = [this.whole.width, this.whole.height];
    this.place = [0, 0, ...this.size];
    svg.removeAttribute("width");
    svg.removeAttribute("height");
  }

  show(x, y, width, height) {
    const keep = (value, size, all) => Math.min(Math.max(value, -size / 2), all - size / 2);
    this.place = [keep(x, width, this.size[0]), keep(y, height, this.size[1]), width, height];
    this.svg.setAttribute("viewBox", this.place.join(" "));
  }

  zoom(factor, clientX, clientY) {
    const box = this.svg.getBoundingClientRect();
    const [x, y, width, height] = this.place;
    const wanted = Math.min(Math.max(width * factor, (this.size[0] * nearest) / 4), this.size[0] * farthest);
    const scale = wanted / width;
    const [rightward, downward] = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
    this.show(x + width * (1 - scale) * rightward, y + height * (1 - scale) * downward, wanted, height * scale);
  }

  move(dx, dy) {
    const box = this.svg.getBoundingClientRect();
    const [x, y, width, height] = this.place;
    this.show(x - (dx * width) / box.width, y - (dy * height) / box.height, width, height);
  }
}

function drag(view, frame) {
  let from = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = [event.clientX, event.clientY, false];
  });
  frame.addEventListener("pointermove", (event) => {
    if (from === null || event.buttons === 0) return;
    const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
    if (!from[2] && Math.hypot(dx, dy) < 4) return;
    view.move(dx, dy);
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
  const view = new Window(svg);
  frame.classList.add("live");
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    view.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY);
  }, { passive: false });
  drag(view, frame);
  follow(frame);
  document.querySelector("[data-network-help]")?.removeAttribute("hidden");
}
