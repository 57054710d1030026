/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock of the room. It runs on the minutes that the server gave with the page, so that a wrong clock of
 * this device does no harm; when a phase ends, the page is looked at again for the words that belong to it. */
import { page, swap } from "./wire.js";

const MINUTE_MS = 60000;
const TICK_MS = 1000;

function phase_of(left, warn) {
  if (left <= -1) return "over";
  if (left <= 0) return "up";
  return left <= warn ? "closing" : "open";
}

export function start(root) {
  const clock = root.querySelector("[data-clock]");
  const figure = clock.querySelector("[data-left]");
  const given = Number(clock.dataset.minutes) * MINUTE_MS;
  const named = Date.parse(clock.dataset.ends) - Date.now();
  const left_ms = Math.abs(named - given) < 1.5 * MINUTE_MS ? named : given;
  const ends = performance.now() + left_ms;
  const warn = Number(clock.dataset.warn);
  const line = clock.querySelector(".left");
  const minutes = () => Math.ceil((ends - performance.now()) / MINUTE_MS);
  let phase = phase_of(minutes(), warn);

  async function turn(next) {
    phase = next;
    line.classList.toggle("heed", next === "closing");
    line.classList.toggle("late", next === "up" || next === "over");
    const found = await page(location.href).catch(() => null);
    if (found) swap(".prompts", found);
  }

  function tick() {
    const left = minutes();
    figure.textContent = String(left);
    const next = phase_of(left, warn);
    if (next !== phase) turn(next);
  }

  if (Number.isNaN(given)) return;
  tick();
  setInterval(tick, TICK_MS);
}
