import { grantTypes, grantWords, UNKNOWN_TYPE } from '@/lib/ops/grant'
import { oneOf } from '@/lib/ops/one-of'
import { cn } from '../../ui/cn'

const steps = ['Logs', 'Infrastructure', 'Sync data'] as const

/** The access level as three cumulative steps. */
export function LevelSteps({ level, labels = true }: { level: string; labels?: boolean }) {
  const known = oneOf(grantTypes, level)
  if (!known) return <code className="font-mono text-xs">{level}</code>
  const reached = grantTypes.indexOf(known) + 1
  return (
    <div
      role="img"
      aria-label={`Level ${reached} of 3: ${grantWords[known].name.toLowerCase()}`}
      className="grid grid-cols-3 gap-1"
    >
      {steps.map((step, i) => {
        const isIn = i < reached
        return (
          <span key={step} className="min-w-0">
            <span
              className={cn(
                'block h-1.5 rounded-full',
                isIn ? (i === 2 ? 'bg-warn' : 'bg-accent-solid') : 'bg-line',
              )}
            />
            {labels && (
              <span
                className={cn(
                  'mt-1 flex items-center gap-1 text-xs [&_svg]:size-3 [&_svg]:shrink-0',
                  isIn ? 'font-medium text-text' : 'text-faint',
                )}
              >
                {isIn ? (
                  <svg aria-hidden className="icon-[check]" />
                ) : (
                  <svg aria-hidden className="icon-[minus]" />
                )}
                <span className="truncate">{step}</span>
              </span>
            )}
          </span>
        )
      })}
    </div>
  )
}

/** The name of an access level; Atlas's own name if unknown. */
export function levelName(level: string): string {
  if (level === UNKNOWN_TYPE) return 'Unknown level'
  const known = oneOf(grantTypes, level)
  return known ? grantWords[known].name : level
}
