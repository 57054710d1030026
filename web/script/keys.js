/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys: / search, g and a letter for a place, j k along a list, Enter opens, e edits, n new or next,
 * u takes back, ? shows all. None fires inside a field, or together with Ctrl, Alt or Meta. */

const PLACES = { t: "/", e: "/explore", p: "/people", i: "/interviews", r: "/history" };
const GO_MS = 1500;

let going = 0;

function typing(element) {
  return Boolean(element?.closest("input, textarea, select, [contenteditable]"));
}

function lines() {
  return [...document.querySelectorAll("[data-list] > li")].filter((line) => line.offsetParent !== null);
}

function goal(line) {
  return line.querySelector("a.whole, .side a, .side button, a");
}

function move(step) {
  const all = lines();
  if (all.length === 0) return;
  const at = all.findIndex((line) => line.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  goal(all[next])?.focus();
  all[next].scrollIntoView({ block: "nearest" });
}

function search() {
  const fields = [...document.querySelectorAll("[data-search]")].filter((field) => field.offsetParent);
  const field = fields.find((one) => one.closest("main")) ?? fields[0];
  if (field) field.focus();
  else location.assign("/search");
}

const acts = {
  "/": search,
  j: () => move(1),
  k: () => move(-1),
  e: () => document.querySelector('[data-key="e"]:not(.places a)')?.click(),
  n: () => document.querySelector('[data-key="n"]')?.click(),
  u: () => document.querySelector("form[data-undo]")?.requestSubmit(),
  "?": () => location.assign("/me#keys"),
};

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target)) {
    if (event.key === "Escape") {
      event.preventDefault(); /* keeps what was searched for, so that j and k go on from there */
      event.target.blur();
    }
    return;
  }
  if (event.key === "g") {
    going = event.timeStamp;
    return;
  }
  const place = going !== 0 && event.timeStamp - going < GO_MS ? PLACES[event.key] : undefined;
  going = 0;
  if (place) {
    event.preventDefault();
    location.assign(place);
  } else if (Object.hasOwn(acts, event.key)) {
    event.preventDefault();
    acts[event.key]();
  }
}

export function start(root) {
  root.addEventListener("keydown", press);
}
