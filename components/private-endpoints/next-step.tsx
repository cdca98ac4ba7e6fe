import type { NextStep } from '@/lib/ops/private-endpoint-steps'
import { Banner } from '../ui/banner'
import { CodeBlock } from '../ui/code'
import { Card } from '../ui/page'

/** What to do next, with the command of the cloud to paste. */
export const NextStepCard = ({ step: { text, command } }: { step: NextStep }) => (
  <Card title="Next step">
    <div className="grid grid-cols-1 gap-3 p-4 text-sm">
      <p className="max-w-3xl">{text}</p>
      {command && <CodeBlock code={command} label="command" />}
      {command?.includes('<') && (
        <p className="text-muted text-xs">Replace the parts in angle brackets with your own.</p>
      )}
    </div>
  </Card>
)

/** What Atlas says went wrong. */
export const AtlasMessage = ({ children }: { children: string | null | undefined }) =>
  children ? (
    <Banner tone="bad" title="Message from Atlas">
      {children}
    </Banner>
  ) : null
