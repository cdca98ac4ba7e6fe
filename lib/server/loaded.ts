import type { BreakGlassRow, DecisionRow, EffectRow, RequestRow } from '@/lib/approvals/rows'

/** A request with what its views show. */
export type Loaded = {
  r: RequestRow
  /** All of both kinds, oldest first. */
  effects: EffectRow[]
  /** Of all revisions, oldest first. */
  decisions: DecisionRow[]
  begin: EffectRow | undefined
  end: EffectRow | undefined
  /** The approvals of this revision, oldest first. */
  votes: DecisionRow[]
  denial: DecisionRow | undefined
  /** How it was sent without approval. */
  glass: BreakGlassRow | undefined
  /** Of a request for several targets, in their order. */
  parts: Loaded[]
}
