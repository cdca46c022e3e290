/** A post-mortem of the replayed event in which every figure is right. */
export const RIGHT_POSTMORTEM = `# Serving outage on 30 March 2022

**Summary.** On 30 March 2022 Serving was down for 1 h 10 min (13:20–14:30 UTC) and, after it had come back, partly down for another 8 min (15:06–15:14 UTC). Total downtime was 1 h 18 min. The cause was a network failure in one data centre of our cloud provider.

## Impact on partners

Ad requests got no answer between 13:20 and 14:30 UTC. At the peak 188 of 300 instances were affected. From 15:06 to 15:14 UTC 42 instances served outdated data, and some requests failed.

The SLA allows 44 min 38 s of downtime in March. We exceeded it by 33 min. Without further downtime, Serving ends March at 99.825 %, below its target of 99.9 %. For the year it stands at 99.985 %.

## Cause

At 13:18 UTC, two minutes before the first errors, a switch in one data centre stopped forwarding packets. Within 30 seconds the real-time databases there were marked as lost. Each instance keeps about 12 GB of data and refuses to answer with data older than 2 minutes, so from 13:20 UTC on no request was answered.

Reloading in place takes 25 minutes when done alone, but with all 300 instances loading at the same time it would have taken more than 3 hours.

## Detection and response

- 13:20 The network in one data centre fails.
- 13:21 Monitoring confirms the outage, and the on-call engineer is paged.
- 13:22 First update on the status page.
- 13:34 The cause is known; the team begins to reload data.
- 13:55 The reload is stopped. The team decides to set up new cache servers.
- 14:23 New cache servers are running.
- 14:30 All instances have current data again.
- 15:06 Some instances lose contact with the cache servers.
- 15:14 All instances are in sync again.
- 15:40 The incident is closed.

Monitoring detected the outage after one minute, and the first update followed one minute later, at 13:22 UTC. It took another 12 minutes to find the cause (13:34 UTC). 21 minutes later, at 13:55 UTC, the reload was stopped. Setting up the cache servers took 28 minutes, and the data was complete 7 minutes after that, at 14:30 UTC.

## What went well

Partners had the first update two minutes after the start, and seven updates in total. 214 subscribers were notified.

## Lessons

Reloading should take 5 minutes and not 70. Alerts on data age fire after 120 seconds today; 60 seconds would have been better. We will test this every 3 months.

| Action | Owner | Due |
|---|---|---|
| Load a region in less than 10 minutes | Serving | 22 April 2022 |
| Keep 2 copies of each database in 2 data centres | Platform | 18 May 2022 |
`;

/** The same event in another manner: times with am and pm in one zone that is named once. */
export const RIGHT_POSTMORTEM_IN_EDT = `## What happened?

On Wednesday, March 30th, between 9:20 AM and 10:30 AM EDT, and again between 11:06 AM and 11:14 AM EDT, customers of our ad server were impacted by an outage. All times below are in EDT.

At 9:20 AM a network event at our cloud provider isolated one of three zones. Our alerts fired at 9:21 AM and an engineer acknowledged at 9:23 AM. By 9:34 AM we understood that the real-time databases had been lost and started to reload the data, which did not work. At 9:55 AM, we gave up on the reload and rebuilt the caches from scratch. This took roughly half an hour; the caches were ready at 10:23 AM and all servers were in sync at 10:30 AM.

While watching the recovery we noticed at 11:06 AM that 42 servers (14%) had drifted again. A second reload fixed this within 8 minutes, at 11:14 AM.

## Impact

- Total downtime: 78 minutes (70 + 8)
- Peak impact: 63% of servers
- March uptime: 99.825% vs. SLA of 99.9%
- 175% of the monthly error budget used

## What are we doing about it?

By the end of April, reloads will take 5 minutes instead of 25. By mid-May, every region will have 2 sets of databases. We expect this to reduce the time to recover from more than an hour to less than 10 minutes.
`;
