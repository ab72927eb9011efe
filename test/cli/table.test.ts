import { textTable } from '../../cli/text-table';

test('each column is as wide as its widest cell, and lines end without spaces', () => {
  const rows = [
    ['city', 'objects'],
    ['istanbul', '98'],
    ['x', ''],
  ];
  expect(textTable(rows)).toBe('city      objects\nistanbul  98\nx');
});

test('colours and combining marks take no room', () => {
  const rows = [
    ['city', 'n'],
    ['\u001b[32mok\u001b[39m', '1'],
    ['I\u0307zmir', '2'],
  ];
  expect(textTable(rows)).toBe('city   n\n\u001b[32mok\u001b[39m     1\nI\u0307zmir  2');
});

test('no rows make no table', () => {
  expect(textTable([])).toBe('');
});
