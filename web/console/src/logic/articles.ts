/** Articles of a document in the hands of an editor: add, split, merge, move, remove. */

export interface Article {
  label: string
  heading: string
  text: string
  page: number | null
}

export const blankArticle = (): Article => ({ label: '', heading: '', text: '', page: null })

/** The article in two at `offset` characters of its text; the second half has no number yet. */
export function splitArticle(articles: Article[], index: number, offset: number): Article[] {
  const article = articles[index]
  if (!article) return articles
  const first = article.text.slice(0, offset).trim()
  const second = article.text.slice(offset).trim()
  if (!first || !second) return articles
  return articles.toSpliced(
    index,
    1,
    { ...article, text: first },
    { ...blankArticle(), page: article.page, text: second },
  )
}

/** The article joined to the one before it; its number and title stay readable in the text. */
export function mergeIntoPrevious(articles: Article[], index: number): Article[] {
  const article = articles[index]
  const before = articles[index - 1]
  if (!article || !before) return articles
  const told = [article.label, article.heading].filter(Boolean).join(' ')
  const text = [before.text, [told, article.text].filter(Boolean).join('\n')]
    .filter(Boolean)
    .join('\n')
  return articles.toSpliced(index - 1, 2, { ...before, text })
}

export function moved<T>(members: T[], from: number, to: number): T[] {
  if (from === to || from < 0 || to < 0 || from >= members.length || to >= members.length) {
    return members
  }
  const rest = members.toSpliced(from, 1)
  return rest.toSpliced(to, 0, members[from] as T)
}
