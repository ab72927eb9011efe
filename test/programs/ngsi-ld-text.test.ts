import { isEntityId, quotedText } from '../../programs/shared/ngsi-ld-text';

test('an id is a URI of characters that the gateway lets through too', () => {
  for (const id of ['urn:ngsi-ld:X:1', 'https://city.example/a?b=c#d', 'urn:x:çarşı'])
    expect([id, isEntityId(id)]).toEqual([id, true]);
  for (const id of [
    '',
    '1',
    'urn:',
    'x y:1',
    "urn:x:O'Brien",
    'urn:x:"',
    'urn:x:a b',
    'urn:x:50%',
    'urn:x:a\n',
    `urn:${'x'.repeat(2048)}`,
  ])
    expect([id, isEntityId(id)]).toEqual([id, false]);
});

test('an apostrophe in a text of q is spelled as the broker’s database understands it', () => {
  expect(quotedText("Place d'Italie")).toBe('"Place d\\u0027Italie"');
  expect(quotedText('çarşı a/b')).toBe('"çarşı a/b"');
  for (const text of ['', '  ', 'a"b', 'a\\b', 'a,b', 'a&b', 'a..b', '5 %', 'a\tb', 'x'.repeat(501)])
    expect(quotedText(text)).toBeUndefined();
});
