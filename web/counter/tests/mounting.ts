import { createRenderer, defineComponent, h, type App } from 'vue'

/** Components without a browser: only what they set up. */
const { createApp } = createRenderer<object, object>({
  patchProp: () => undefined, insert: () => undefined, remove: () => undefined, createElement: () => ({}),
  createText: () => ({}), createComment: () => ({}), setText: () => undefined, setElementText: () => undefined,
  parentNode: () => null, nextSibling: () => null,
})

export function mount<T>(setup: () => T): { app: App<object>; made: T } {
  let made!: T
  const app = createApp(defineComponent({ setup: () => ((made = setup()), () => h('p')) }))
  app.mount({})
  return { app, made }
}
