/** An account of the replayed event in our words. Each figure is marked as in domain/test/marked-text.ts. The second failure is given with two times. */
export const REPLAYED_ACCOUNT = `# Outage of <30 March 2022|instant match episode.1.start>

## Summary

Serving failed at around <13:20 UTC|instant match episode.1.start> after the network of one data centre broke and databases were terminated.
Ads were served again from <14:30 UTC|instant match episode.1.end> on. At <15:06 UTC|instant match episode.2.start> a part of the instances lost their data for another
<8 minutes|duration match episode.2.duration>, until <15:14 UTC|instant match episode.2.end>. A first analysis was ready at <16:00 UTC|instant not_in_record>.

## What happened

The trouble in the network began at around <13:20 UTC|instant match episode.1.start>, and the instances ran out of the data that they serve from.
Monitoring caught the problem <one minute|duration match detected.after> after it had begun, and the search for the cause started.
Another <13 minutes|duration match> later (<13:34 UTC|instant match identified>) the lost databases were found.
The instances were meant to load their data again, but the network was too slow for all of them at once.
<20 minutes|duration not_in_record> later, at <13:55 UTC|instant not_in_record>, the team gave up on the old data and started from nothing.
A further <25 minutes|duration not_in_record> went into new cache servers, and <7 minutes|duration contradicts> after that, at <14:30 UTC|instant match episode.1.end>, all data was in place.
Some instances drifted apart once more: between <16:06|instant contradicts episode.2.start → 15:06> and <16:14 UTC|instant contradicts episode.2.end → 15:14 UTC> everything was loaded a second time.

## Service level

The SLA of Analytics is <99.95 %|uptime not_in_record>. That of Serving is <99.9 %|uptime match target>, and last year it reached more than <99.99 %|uptime not_in_record>.
`;
