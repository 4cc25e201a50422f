import { ElMessageBox } from 'element-plus/es/components/message-box/index'
import 'element-plus/theme-chalk/el-message-box.css'
import { onBeforeUnmount, onMounted } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

/** Asks before something typed is lost for good. */
export function mayLeaveUnsaved(): Promise<boolean> {
  return ElMessageBox.confirm('有内容还没有保存，离开就会丢失。', '离开这一页？', {
    confirmButtonText: '离开',
    cancelButtonText: '留下继续写',
    type: 'warning',
  }).then(
    () => true,
    () => false,
  )
}

/**
 * Keeps what is not saved from being lost by leaving the page.
 * @param flush saves what can be saved and tells whether all of it is
 * @param isAllKept whether nothing is waiting to be saved
 */
export function useUnsavedGuard(flush: () => Promise<boolean>, isAllKept: () => boolean): void {
  function onUnload(event: BeforeUnloadEvent): void {
    if (!isAllKept()) event.preventDefault()
  }

  onBeforeRouteLeave(async () => {
    await flush()
    return isAllKept() || mayLeaveUnsaved()
  })
  onMounted(() => window.addEventListener('beforeunload', onUnload))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', onUnload))
}
