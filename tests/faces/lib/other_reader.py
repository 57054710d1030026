# SPDX-License-Identifier: GPL-3.0-or-later
# What another program's reader (python3-vobject) finds in cards on standard input, as JSON: the property names with
# their values of each card.
import base64, json, sys
import vobject


def value_of(line):
    value = line.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, (str, list)):
        return value
    return {key: part for key, part in vars(value).items() if part not in ('', [''])}


cards = []
for card in vobject.readComponents(sys.stdin.buffer.read().decode('utf-8')):
    card.validate(raiseException=True)
    lines = {}
    for line in card.getChildren():
        lines.setdefault(line.name, []).append({'value': value_of(line), 'types': line.params.get('TYPE', [])})
    cards.append(lines)
json.dump(cards, sys.stdout, ensure_ascii=False)
