/** Two texts as one run of kept, removed and added pieces, for colouring. */

export interface Piece {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** Larger tables are not worth the wait; the texts are then shown one after the other. */
const MOST_CELLS = 2_000_000
const SENTENCES = /[^。；！？\n]*[。；！？\n]|[^。；！？\n]+$/g
const WORDS = /[A-Za-z]+|[0-9]+(?:\.[0-9]+)?|\s+|[\s\S]/gu

/** What became of `before`; joining all but the added pieces gives it back, and vice versa. */
export function textDiff(before: string, after: string): Piece[] {
  const sentences = compare(before.match(SENTENCES) ?? [], after.match(SENTENCES) ?? [])
  return joined(refined(sentences))
}

/** A sentence taken away where another was put is looked at word by word. */
function refined(pieces: Piece[]): Piece[] {
  const found: Piece[] = []
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] as Piece
    const next = pieces[index + 1]
    if (piece.kind === 'removed' && next?.kind === 'added') {
      found.push(...compare(piece.text.match(WORDS) ?? [], next.text.match(WORDS) ?? []))
      index += 1
    } else found.push(piece)
  }
  return found
}

/** Longest common subsequence of two lists of tokens; removed before added, runs joined. */
function compare(before: string[], after: string[]): Piece[] {
  const start = commonStart(before, after)
  const end = commonEnd(before.slice(start), after.slice(start))
  const old = before.slice(start, before.length - end)
  const fresh = after.slice(start, after.length - end)
  const middle =
    old.length * fresh.length > MOST_CELLS ? replaced(old, fresh) : walk(old, fresh)
  return joined([
    { kind: 'same', text: before.slice(0, start).join('') },
    ...middle,
    { kind: 'same', text: before.slice(before.length - end).join('') },
  ])
}

function walk(old: string[], fresh: string[]): Piece[] {
  const width = fresh.length + 1
  const table = new Uint16Array((old.length + 1) * width)
  const cell = (row: number, column: number): number => table[row * width + column] ?? 0
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = fresh.length - 1; column >= 0; column -= 1) {
      table[row * width + column] =
        old[row] === fresh[column]
          ? cell(row + 1, column + 1) + 1
          : Math.max(cell(row + 1, column), cell(row, column + 1))
    }
  }
  const pieces: Piece[] = []
  let [row, column] = [0, 0]
  while (row < old.length && column < fresh.length) {
    if (old[row] === fresh[column]) {
      pieces.push({ kind: 'same', text: old[row] as string })
      row += 1
      column += 1
    } else if (cell(row + 1, column) >= cell(row, column + 1)) {
      pieces.push({ kind: 'removed', text: old[row++] as string })
    } else pieces.push({ kind: 'added', text: fresh[column++] as string })
  }
  return [...pieces, ...replaced(old.slice(row), fresh.slice(column))]
}

const replaced = (old: string[], fresh: string[]): Piece[] => [
  { kind: 'removed', text: old.join('') },
  { kind: 'added', text: fresh.join('') },
]

/** Neighbours of one kind become one piece; between two kept pieces removed stands before added. */
function joined(pieces: Piece[]): Piece[] {
  const found: Piece[] = []
  let removed = ''
  let added = ''
  const flush = (): void => {
    if (removed) found.push({ kind: 'removed', text: removed })
    if (added) found.push({ kind: 'added', text: added })
    removed = added = ''
  }
  for (const piece of pieces.filter((one) => one.text)) {
    if (piece.kind === 'removed') removed += piece.text
    else if (piece.kind === 'added') added += piece.text
    else {
      flush()
      const last = found.at(-1)
      if (last?.kind === 'same') last.text += piece.text
      else found.push({ ...piece })
    }
  }
  flush()
  return found
}

function commonStart(before: string[], after: string[]): number {
  let length = 0
  while (length < before.length && length < after.length && before[length] === after[length]) {
    length += 1
  }
  return length
}

function commonEnd(before: string[], after: string[]): number {
  const most = Math.min(before.length, after.length)
  let length = 0
  while (length < most && before.at(-1 - length) === after.at(-1 - length)) length += 1
  return length
}
