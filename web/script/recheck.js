/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft is checked while it is typed: the text goes to the address of data-recheck, which saves
 * nothing and answers with the page; its checks take the place of the old ones. */
import { later, send, swap } from "./wire.js";

const WAIT_MS = 600;

export function start(root) {
  for (const form of root.querySelectorAll("form[data-recheck]")) {
    const names = form.dataset.recheckFields?.split(" ") ?? ["id", "subject", "body"];
    let turn = 0;
    const check = later(WAIT_MS, async () => {
      const mine = ++turn;
      const given = new FormData(form);
      const fields = new URLSearchParams();
      for (const name of names) if (given.has(name)) fields.set(name, given.get(name));
      const answer = await send(form.dataset.recheck, fields, "text/html").catch(() => null);
      if (!answer?.ok || mine !== turn) return;
      const open = document.querySelector("#checks > details")?.open ?? false;
      swap("#checks", new DOMParser().parseFromString(await answer.text(), "text/html"));
      const details = document.querySelector("#checks > details");
      if (details) details.open = open;
    });
    form.addEventListener("input", check);
  }
}
