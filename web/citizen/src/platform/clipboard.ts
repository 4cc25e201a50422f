import { tell } from '@/stores/notices'

/** Copy `text` and say so; where the browser forbids it, say how to do it by hand. */
export function copyText(text: string, done: string): void {
  uni.setClipboardData({
    data: text,
    showToast: false,
    success: () => tell(done),
    fail: () => tell('复制没有成功，请长按文字手动复制'),
  })
}
