import { describe, expect, test } from 'vitest';
import { formFields } from './plain-browser.ts';

const PAGE = `<form action="" method="get"><input name="q" value="x"/></form>
<form method="POST" enctype="multipart/form-data"><input type="hidden" name="$ACTION_1:0" value="{&quot;id&quot;:&quot;a&amp;b&quot;}"/>
<textarea name="body" rows="7">
two lines,
1 &lt; 2</textarea><select name="state"><option value="investigating">I</option><option value="identified" selected="">J</option></select>
<select name="next"><option value="">none</option><option value="15">15</option></select>
<input type="text" value="reader@partner.example" readonly hidden/><input type="checkbox" name="internal" value="on"/><input type="checkbox" name="notify" value="on" checked=""/><button name="intent" value="publish">P</button></form>`;

describe('the fields of an unchanged form', () => {
  test('contains texts, selected options and checked boxes, and no button', () => {
    expect(Object.fromEntries(formFields(PAGE, 'body'))).toEqual({
      '$ACTION_1:0': '{"id":"a&b"}',
      body: 'two lines,\n1 < 2',
      state: 'identified',
      next: '',
      notify: 'on',
    });
  });

  test('reports a missing form', () => {
    expect(() => formFields(PAGE, 'password')).toThrow('Replay: the page has no form with a field "password".');
  });
});
