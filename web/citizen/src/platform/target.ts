/** True in the H5 build; the bundler folds it, so the other platform's branch leaves the bundle. */
export const isH5 = process.env.UNI_PLATFORM === 'h5'
