import type { Friction } from '@/lib/ops/friction'
import type { Caller } from '../machines/caller'
import type { GatewayAnswer, GatewayCall } from './call'
import { refusal } from './refusal'

/** A write that needs approval: refused, with nothing sent to Atlas. */
export const gate = async (
  _call: GatewayCall,
  _caller: Caller,
  friction: Extract<Friction, { because: string }>,
): Promise<GatewayAnswer> =>
  refusal(
    403,
    'GATEHOUSE_APPROVAL_REQUIRED',
    `${friction.because} A second person must approve it. Nothing was sent to Atlas.`,
  )
