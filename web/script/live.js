/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search as you type: the part of the page that data-live names is taken from the page that the form
 * would lead to. */
import { later, page, swap } from "./wire.js";

const WAIT_MS = 120;

export function start(root) {
  for (const form of root.querySelectorAll("form[data-live]")) {
    let asking = null;
    const look = later(WAIT_MS, async () => {
      const address = new URL(form.action);
      for (const [name, value] of new FormData(form)) if (value !== "") address.searchParams.set(name, value);
      asking?.abort();
      asking = new AbortController();
      const found = await page(address, asking.signal).catch(() => null);
      if (found && swap(form.dataset.live, found)) history.replaceState(history.state, "", address);
    });
    form.addEventListener("input", look);
  }
}
