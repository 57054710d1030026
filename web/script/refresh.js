/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page that shows work in progress looks again by itself until the work is done. */
import { page } from "./wire.js";

export function start(root) {
  const marked = root.querySelector("[data-refresh]");
  const wait = Math.max(Number(marked.dataset.refresh), 250);
  async function look() {
    const found = await page(location.href).catch(() => null);
    const main = found?.querySelector("main");
    if (main) {
      document.title = found.title;
      document.querySelector("main").replaceWith(document.adoptNode(main));
    }
    if (!main || main.querySelector("[data-refresh]")) setTimeout(look, wait);
  }
  setTimeout(look, wait);
}
