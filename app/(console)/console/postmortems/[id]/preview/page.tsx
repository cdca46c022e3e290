import { PreviewPage } from '#components/console/postmortems/preview-page';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { page, titleOf } from '#server/http/page';
import { previewPostmortem } from '#server/postmortems/reads/preview-postmortem';

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = titleOf('incident:read', consolePostmortemsEn.preview.title);

export default page<Props>('incident:read', async (ctx, { params }) => {
  const { id } = await params;
  const preview = await previewPostmortem(ctx, id);
  return preview ? <PreviewPage {...preview} now={ctx.clock.now()} /> : <p>{consolePostmortemsEn.figures.noRecord}</p>;
});
