/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form that came back begins with what was wrong, also for who does not see it. */

export function start(root) {
  root.querySelector("[data-focus]")?.focus();
}
