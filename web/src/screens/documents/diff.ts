/* What differs between two texts, character by character. */
export type Stretch = {kind: 'same' | 'out' | 'in'; text: string};

const MOST = 4_000_000; // cells of the table; beyond it the texts are shown as a whole

export function differences(older: string, newer: string): Stretch[] {
  const a = [...older];
  const b = [...newer];
  if (older === newer) {
    return older === '' ? [] : [{kind: 'same', text: older}];
  }
  if (a.length * b.length > MOST) {
    return [{kind: 'out', text: older}, {kind: 'in', text: newer}];
  }
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? (longest[(i + 1) * width + j + 1] ?? 0) + 1 :
        Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  const stretches: Stretch[] = [];
  const put = (kind: Stretch['kind'], c: string | undefined) => {
    const last = stretches[stretches.length - 1];
    if (last?.kind === kind) {
      last.text += c ?? '';
    } else {
      stretches.push({kind, text: c ?? ''});
    }
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put('same', a[i]);
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))) {
      put('out', a[i]);
      i++;
    } else {
      put('in', b[j]);
      j++;
    }
  }
  return stretches;
}
