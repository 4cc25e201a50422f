import { ElMessage } from 'element-plus/es/components/message/index'

const MOST_BYTES = 1_000_000

interface Sheet {
  xml: () => Promise<string>
  svg: () => Promise<string>
  open: (xml: string) => Promise<void>
}

export type FileAct = 'bpmn' | 'svg' | 'print' | 'import'

/**
 * A drawing as files: taken out, brought in, printed.
 * @param name what the files are called
 */
export function useDrawingFiles(name: () => string, sheet: Sheet): { act: (act: FileAct) => void } {
  function hand(text: string, type: string, ending: string): void {
    const lent = URL.createObjectURL(new Blob([text], { type }))
    const link = document.createElement('a')
    link.href = lent
    link.download = `${name()}.${ending}`
    link.click()
    setTimeout(() => URL.revokeObjectURL(lent), 10_000)
  }

  function pick(): void {
    const picker = document.createElement('input')
    picker.type = 'file'
    picker.accept = '.bpmn,.xml'
    picker.onchange = () => void read(picker.files?.[0])
    picker.click()
  }

  async function read(file: File | undefined): Promise<void> {
    if (!file) return
    try {
      if (file.size > MOST_BYTES) throw new Error('too large')
      await sheet.open(await file.text())
      ElMessage.success('已导入，正在检查里面的元素')
    } catch {
      const said = file.size > MOST_BYTES ? '文件超过 1 MB，不能导入。' : '这个文件不是能显示的 BPMN 2.0 流程图：请用画图工具重新导出，要带图形位置。'
      ElMessage.error({ message: said, duration: 8_000, showClose: true })
    }
  }

  /** The picture alone, on a page of its own: the console's frame does not belong on paper. */
  async function print(): Promise<void> {
    const picture = await sheet.svg()
    const frame = document.createElement('iframe')
    frame.style.cssText = 'position:fixed;width:0;height:0;border:0'
    document.body.append(frame)
    const page = frame.contentDocument
    if (!page) return
    page.title = name()
    page.head.innerHTML = '<style>@page{size:A4 landscape;margin:12mm}svg{width:100%;height:auto;max-height:170mm}</style>'
    page.body.innerHTML = picture.slice(picture.indexOf('<svg'))
    frame.contentWindow?.focus()
    frame.contentWindow?.print()
    setTimeout(() => frame.remove(), 60_000)
  }

  return {
    act(act) {
      if (act === 'import') pick()
      else if (act === 'print') void print()
      else if (act === 'svg') void sheet.svg().then((text) => hand(text, 'image/svg+xml', 'svg'))
      else void sheet.xml().then((text) => hand(text, 'application/xml', 'bpmn'))
    },
  }
}
