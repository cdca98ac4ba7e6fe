import { grantTypes, grantWords } from '@/lib/ops/grant'
import { oneOf } from '@/lib/ops/one-of'
import { LevelSteps } from './level-steps'

/** What an access level includes and what it does not. */
export function Meaning({ level }: { level: string }) {
  const known = oneOf(grantTypes, level)
  const words = known && grantWords[known]
  return (
    <div className="grid gap-2">
      <LevelSteps level={level} />
      {words && (
        <ul className="grid gap-1 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
          <li className="flex gap-2">
            <svg role="img" aria-label="Included:" className="icon-[lock-open] text-warn" />
            <span>{words.opens}</span>
          </li>
          <li className="flex gap-2 text-muted">
            {known === grantTypes.at(-1) ? (
              <svg aria-hidden className="icon-[lock-open] text-warn" />
            ) : (
              <svg role="img" className="icon-[lock]" aria-label="Not included:" />
            )}
            <span>{words.closed}</span>
          </li>
        </ul>
      )}
    </div>
  )
}
