-- SPDX-License-Identifier: GPL-3.0-or-later
-- statement engine_name -> name text, kind text
-- scope: system
-- reason: belongs to nobody
select name, typeof(name) as kind from engine;
