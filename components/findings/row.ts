import type { Finding } from '@/lib/ops/fleet'

/** A finding as the table shows it. `verb` is what settles it; empty for nothing. */
export type Row = Finding & { tags: string; verb: string }
