import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { yaml } from '@codemirror/lang-yaml'
import { lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { basicSetup, EditorView } from 'codemirror'
import { onBeforeUnmount, onMounted, type Ref } from 'vue'

import type { Mark } from '@/logic/yamlPart'

const PHRASES = {
  'Control character': '控制字符',
  Find: '查找',
  Replace: '替换',
  next: '下一个',
  previous: '上一个',
  all: '全部',
  replace: '替换',
  'replace all': '全部替换',
  'match case': '区分大小写',
  'by word': '整词',
  regexp: '正则',
  close: '关闭',
  Diagnostics: '要改的地方',
  'No diagnostics': '没有要改的地方',
}

const THEME = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: '#fff' },
  '&.cm-focused': { outline: '2px solid var(--teal-600)' },
  '.cm-scroller': { fontFamily: 'ui-monospace, Consolas, "Noto Sans Mono CJK SC", monospace' },
  '.cm-gutters': { backgroundColor: '#f8fafa', color: '#52656c', border: 'none' },
})

export interface YamlEditor {
  setText: (text: string) => void
  mark: (marks: Mark[]) => void
  goTo: (mark: Mark) => void
}

/**
 * A YAML editor living in `host`.
 * @param words completes names while one types
 * @param changed hears the whole text after each change somebody typed
 */
export function useYamlEditor(
  host: Ref<HTMLElement | null>,
  options: { label: string; text: () => string; words: () => string[]; changed: (text: string) => void },
): YamlEditor {
  let view: EditorView | null = null
  let isSetting = false

  function complete(context: CompletionContext): CompletionResult | null {
    const word = context.matchBefore(/[a-z_]+$/)
    if (!word && !context.explicit) return null
    const from = word?.from ?? context.pos
    return { from, options: options.words().map((label) => ({ label, type: 'keyword' })) }
  }

  onMounted(() => {
    if (!host.value) return
    view = new EditorView({
      parent: host.value,
      state: EditorState.create({
        doc: options.text(),
        extensions: [
          basicSetup,
          yaml(),
          lintGutter(),
          autocompletion({ override: [complete] }),
          EditorView.lineWrapping,
          EditorState.phrases.of(PHRASES),
          EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !isSetting) options.changed(update.state.doc.toString())
          }),
          THEME,
        ],
      }),
    })
  })
  onBeforeUnmount(() => view?.destroy())

  return {
    setText(text) {
      if (!view || view.state.doc.toString() === text) return
      isSetting = true
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
      isSetting = false
    },
    mark(marks) {
      if (!view) return
      const length = view.state.doc.length
      const diagnostics = marks.map((one) => ({
        from: Math.min(one.from, length),
        to: Math.min(Math.max(one.to, one.from), length),
        severity: 'error' as const,
        message: one.message,
      }))
      view.dispatch(setDiagnostics(view.state, diagnostics))
    },
    goTo(mark) {
      if (!view) return
      view.dispatch({ selection: { anchor: Math.min(mark.from, view.state.doc.length) }, scrollIntoView: true })
      view.focus()
    },
  }
}
