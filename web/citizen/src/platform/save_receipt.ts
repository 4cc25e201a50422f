/** The receipt as a picture in the album or downloads (browser only; the mini-program long-presses). */

const WIDTH = 720
const HEIGHT = 1000
const QR_SIZE = 360

interface ReceiptLines {
  number: string
  itemName: string
  submitted: string
  due: string
}

export function svgDataUrl(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** Draw the receipt with its QR code and hand it to the browser as a PNG download. */
export async function downloadReceipt(lines: ReceiptLines, qrSvg: string): Promise<void> {
  const qr = await loadImage(svgDataUrl(qrSvg))
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const context = canvas.getContext('2d')
  if (!context) throw new Error('canvas is not available')
  drawReceipt(context, lines, qr)
  const link = document.createElement('a')
  link.href = canvas.toDataURL('image/png')
  link.download = `受理回执-${lines.number}.png`
  link.click()
}

function drawReceipt(context: CanvasRenderingContext2D, lines: ReceiptLines, qr: HTMLImageElement): void {
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, WIDTH, HEIGHT)
  context.fillStyle = '#0d5566'
  context.fillRect(0, 0, WIDTH, 120)
  context.textAlign = 'center'
  write(context, '天河区政务服务 · 受理回执', 74, 36, '#ffffff')
  write(context, lines.itemName, 200, 34, '#17282e')
  write(context, lines.number, 270, 40, '#0d5566')
  context.drawImage(qr, (WIDTH - QR_SIZE) / 2, 320, QR_SIZE, QR_SIZE)
  write(context, `提交时间：${lines.submitted}`, 750, 28, '#43565d')
  write(context, `承诺办结：${lines.due}`, 800, 28, '#43565d')
  write(context, '扫码或凭编号查询进度；咨询请拨 12345', 900, 26, '#43565d')
}

function write(context: CanvasRenderingContext2D, text: string, y: number, size: number, color: string): void {
  context.fillStyle = color
  context.font = `${size}px "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif`
  context.fillText(text, WIDTH / 2, y, WIDTH - 60)
}

function loadImage(source: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = () => reject(new Error('the QR code cannot be drawn'))
    image.src = source
  })
}
