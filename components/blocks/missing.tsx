import { Unplug } from 'lucide-react'
import { ButtonLink } from '../ui/button'
import { Empty } from '../ui/empty'
import { Card, PageHead } from '../ui/page'

/** The page of something that Atlas does not have, or no longer. */
export function Missing({
  what,
  wasThere,
  back,
}: {
  what: string
  /** It was shown before it disappeared. */
  wasThere: boolean
  back: { label: string; href: string }
}) {
  return (
    <>
      <PageHead title={what} back={back} />
      <Card>
        <Empty
          icon={<Unplug />}
          title={wasThere ? `${what} deleted` : `${what} not found`}
          hint={
            wasThere
              ? 'Atlas has deleted it.'
              : 'It may have been deleted, or it belongs to another place.'
          }
          action={<ButtonLink href={back.href}>{back.label}</ButtonLink>}
        />
      </Card>
    </>
  )
}
