/** What is said about a file before it is sent. */

const EXTENSIONS: Record<string, string[]> = {
  pdf: ['pdf'],
  jpg: ['jpg', 'jpeg'],
  png: ['png'],
  docx: ['docx'],
  heic: ['heic', 'heif'],
}

/** Why a file cannot be sent, or null where it can. The server looks inside as well. */
export function fileFault(
  file: { name: string; size: number }, accept: string[], maxBytes: number,
): string | null {
  const extension = file.name.split('.').pop()?.toLowerCase() ?? ''
  const isAccepted = accept.some((kind) => (EXTENSIONS[kind] ?? [kind]).includes(extension))
  if (!isAccepted) return `「${file.name}」不是可接收的文件，请上传${acceptText(accept)}`
  if (file.size === 0) return `「${file.name}」是空文件，请重新选择`
  if (file.size > maxBytes) {
    return `「${file.name}」有 ${sizeText(file.size)}，单个文件不能超过 ${sizeText(maxBytes)}，请压缩后再传`
  }
  return null
}

/** «PDF、JPG 或 PNG». */
export function acceptText(accept: string[]): string {
  const names = accept.map((kind) => kind.toUpperCase())
  const last = names.pop() ?? ''
  return names.length ? `${names.join('、')} 或 ${last}` : last
}

/** The `accept` attribute of a file input. */
export function acceptAttribute(accept: string[]): string {
  return accept.flatMap((kind) => EXTENSIONS[kind] ?? [kind]).map((ext) => `.${ext}`).join(',')
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  const mega = bytes / 1024 / 1024
  return `${Number.isInteger(mega) ? mega : mega.toFixed(1)} MB`
}
