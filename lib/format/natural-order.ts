/** Compares text for sorting: `node-2` before `node-10`, case ignored. */
export const naturalOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare
