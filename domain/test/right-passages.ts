/** Passages of post-mortems of the replayed event in many manners. No figure of the incident is wrong, and many are about something else. */
export const RIGHT_PASSAGES: readonly string[] = [
  'At 13:20 UTC on 30 March, ad servers across three regions stopped answering. Our monitoring raised an alarm at 13:21, and two engineers joined within five minutes. They first suspected a bad release from 11:05 UTC and rolled it back at 13:28, without effect. At 13:34 it became clear that the real-time databases were gone.',
  "The first outage began at 13:20 UTC and lasted 70 minutes; the second began at 15:06 UTC and lasted 8. Together they used up 175 % of the month's error budget of 44 minutes and 38 seconds.",
  'What happened at 13:20? A switch lost power, and within 30 seconds two of the three database clusters were unreachable. Serving keeps running for a minute or so without them. By 13:21 every third request failed, by 13:25 nearly all of them.',
  'We noticed the problem quickly (13:21), told partners quickly (13:22), but needed until 13:34 to understand it and until 14:30 to repair it.',
  'From 13:34 to 13:55 we tried to reload the data in place. That took 21 minutes and did not help. From 13:55 to 14:23 we built new cache servers, which took 28 minutes. Loading the data took the remaining 7 minutes, and at 14:30 Serving was back.',
  'It took one minute to detect the outage, two minutes to publish it, 14 minutes to find the cause and another 56 minutes to restore service.',
  'Recovery was slow: 56 minutes passed between finding the cause (13:34) and the end of the outage (14:30).',
  'At 14:12 the first instances came back, at 14:20 half of them, and at 14:30 all 300.',
  'All 300 instances were healthy by 14:30 UTC. At 15:06 UTC 42 of them, or 14 %, lost contact with the caches.',
  'Of our 300 instances, 188 lost their data at the worst moment; the other 112 kept answering.',
  'During the first outage up to 63 % of instances were affected, during the second 14 %.',
  'We sent seven updates: the first two minutes after the outage began, the last at 15:40 UTC, when we closed the incident.',
  'Seven updates were published between 13:22 and 15:40 UTC. On average one came every 23 minutes.',
  'Your ads were not shown for 70 minutes in the early afternoon and, for some of you, for another 8 minutes after 15:06 UTC.',
  'Serving was down for 1 h 10 min and then for another 8 min. That is 1 h 18 min, or 33 min more than our SLA allows for March.',
  'Our SLA promises 99.9 % per month, which leaves 44 minutes for March. We needed 78. Uptime for March is 99.825 %, and for the year it is 99.985 %.',
  'If Serving stays up for the rest of the month, March will close at 99.825 %, and you will receive a credit of 5 % of your monthly fee.',
  'Partners with an SLA get 5 % of the March fee back; below 99.5 % it would have been 10 %, and below 99 % a quarter.',
  'The databases were configured with a timeout of 30 seconds, and each instance retries every 10 seconds. So an outage of 2 minutes is enough to make all caches stale.',
  'We had a similar failure on 12 January 2022, when Serving was down for 25 minutes. At that time we decided to add a second database cluster by 30 June.',
  'On 31 March we met our provider. On 4 April the switch was replaced, and since 6 April both clusters run in different data centres.',
  'The change that broke the switch was made on 28 March at 09:15 UTC, two days before the outage.',
  '13:20 – Switch fails. 13:21 – Alert. 13:22 – First update. 13:23 – Incident acknowledged. 13:34 – Cause known. 14:30 – Serving is back. 15:06 – Second outage begins. 15:14 – Second outage ends. 15:40 – Incident closed.',
  'Timeline (all times UTC): 13:18 switch reboots, 13:20 outage begins, 13:21 alert, 13:34 cause found, 13:55 reload abandoned, 14:30 outage ends, 15:06 relapse, 15:14 stable, 15:40 resolved.',
  `| Time | What happened |
|---|---|
| 13:18 | A switch reboots |
| 13:20 | Serving goes down |
| 13:21 | Monitoring alerts the on-call engineer |
| 13:22 | First update published |
| 13:23 | Engineer acknowledges |
| 13:34 | Root cause identified |
| 13:55 | Reload stopped |
| 14:30 | Serving recovers |
| 15:06 | 42 instances fail again |
| 15:14 | All instances healthy |
| 15:40 | Incident resolved |`,
  `| | First outage | Second outage |
|---|---|---|
| Start | 13:20 | 15:06 |
| End | 14:30 | 15:14 |
| Duration | 70 min | 8 min |
| Instances | 188 of 300 | 42 of 300 |
| Share | 63 % | 14 % |`,
  `| Outage | Start | End | Duration | Instances |
|---|---|---|---|---|
| 1 | 13:20 | 14:30 | 70 min | 188 of 300 |
| 2 | 15:06 | 15:14 | 8 min | 42 of 300 |`,
  `**Start:** 30 March 2022, 13:20 UTC
**End:** 30 March 2022, 15:14 UTC
**Duration:** 78 minutes in two parts
**Detected by:** monitoring, after 1 minute
**Peak:** 188 of 300 instances (63 %)`,
  `- Start: 13:20
- Detected: 13:21 (after 1 min)
- First update: 13:22 (after 2 min)
- Acknowledged: 13:23
- Cause identified: 13:34
- Recovered: 14:30
- Second outage: 15:06–15:14
- Resolved: 15:40
- Downtime: 78 min
- SLA target: 99.9 %
- Uptime in March: 99.825 %
- Updates: 7
- Recipients: 214`,
  'Impact in numbers: 78 minutes of downtime, 188 of 300 instances at the peak, 7 updates to 214 subscribers, uptime 99.825 % in March.',
  'For 14 minutes we did not know why. For 56 minutes we knew why, but could not repair it faster.',
  'Our colleagues in New York were woken at 9:21 am EDT, one minute after the outage began at 9:20 am EDT (13:20 UTC).',
  'At 3:20 pm CEST, Serving went down. It came back at 4:30 pm CEST. A shorter outage followed from 5:06 pm to 5:14 pm CEST.',
  'The outage began on Wednesday, 30 March 2022, at 13:20 UTC, and ended at 14:30 UTC; a second one followed from 15:06 to 15:14 UTC on the same day.',
  'We deployed the fix on Thursday at 10:00 UTC and tested it on Friday for two hours.',
  'Reloading all 300 instances takes 25 minutes if one database serves them and 7 minutes if three do.',
  'Detection worked: probes run every 10 seconds, an outage is confirmed after three of them fail, and the alert went out 60 seconds after the start.',
  'Two engineers were on the call from 13:24, six from 13:40. The call ended at 15:45 UTC.',
  'Between 14:30 and 15:06 everything was fine. Then 42 instances lost their data a second time, because they had been connected to the old caches.',
  'By 15:14 UTC, 8 minutes after the second failure began, all instances were in sync again. We kept watching until 15:40 UTC.',
  'We expect to finish the second cluster in 6 weeks, by 15 May 2022, and to cut the time to recover from 70 minutes to 10.',
  'Without the second outage, downtime would have been 70 minutes and uptime 99.843 %.',
  'Had we switched to the old caches at 13:40, the outage would have ended 40 minutes earlier.',
  'About two thirds of all ad requests failed between 13:20 and 14:30 UTC; a third was answered from local caches.',
  "The provider's status page reported the network failure at 13:48 UTC, 28 minutes after our outage began, and its end at 14:02 UTC.",
  'The provider repaired the switch after 44 minutes, at 14:02 UTC.',
  'Our provider detected the fault at 13:25 UTC and informed us at 13:48 UTC.',
  'The database cluster failed at 13:18 UTC and was rebuilt at 13:50 UTC.',
  'Analytics was delayed by 20 minutes until 15:00 UTC, but lost no data.',
  'On Wednesday afternoon, a faulty switch took Serving offline. From 13:20 until 14:30 UTC your ad slots stayed empty.',
  'Serving first failed at 13:20 UTC. It failed again at 15:06 UTC, this time only on 42 instances and only for 8 minutes.',
  'The alert at 13:21 UTC was clear: all regions were failing. The engineer on call acknowledged it at 13:23 UTC and opened an incident; the first update had already been published automatically at 13:22 UTC.',
  'Why did it take 14 minutes to find the cause? Because the loader logged nothing for the first 9 minutes, and because we spent 5 minutes on a rollback.',
  'Five minutes after the alert we rolled back, 8 minutes later we found the real cause.',
  'The rollback at 13:28 took 3 minutes, so we lost time until 13:31.',
  'A restart of one instance takes 90 seconds. Restarting 188 of them, 20 at a time, would have taken 15 minutes.',
  'The caches were warm at 14:23, seven minutes before the service was back at 14:30.',
  'At the height of the outage, at 13:25 UTC, 188 instances were failing. At 14:12 UTC it was still 120, at 14:20 UTC 60 and at 14:30 UTC none.',
  'By 14:12 UTC, 68 of the 188 affected instances had recovered.',
  '112 of 300 instances were never affected, because they run in a data centre with its own network.',
  '14 % of our instances, 42 of 300, had to be reloaded a second time.',
  'The error rate was 63 % at 13:25 UTC and 14 % at 15:08 UTC.',
  'We received 37 tickets, the first at 13:24 UTC and the last at 16:02 UTC; half of them came within 20 minutes.',
  'The last of the seven updates was posted at 15:40 UTC.',
  'Our next update was due at 13:52 UTC, and came at 13:50 UTC.',
  'We promise an update every 30 minutes during a major outage. The longest gap between two updates was 26 minutes.',
  'In March, Serving had 78 minutes of downtime; in February it had none.',
  'In February uptime was 100 %, in January 99.97 %.',
  'Our SLA allows 0.1 % of downtime per month, that is 44 minutes and 38 seconds in March.',
  '0.1 % of the month is 44 minutes; this month it was 0.175 %.',
  'We have used 175 % of the error budget for March, 75 % more than we have.',
  'So far this year Serving was down for 78 minutes, all of them on 30 March.',
  "The year's uptime is 99.985 %, still above the 99.9 % that we promise for each month.",
  'Credits are calculated per month: 5 % below 99.9 %, 10 % below 99.5 %. For March it is 5 %.',
  'You will find the credit of 5 % on your invoice of 5 April.',
  'Thirty seconds of missing heartbeats are enough for the cluster to give up on a node. This is what happened at 13:18 UTC.',
  'At 13:18 UTC, two minutes before the outage, the switch rebooted. The reboot took 40 seconds.',
  'It was 13:34 UTC when we understood what was going on, and 13:55 UTC when we gave up on the reload.',
  '13:20 to 13:34 UTC: we search for the cause. 13:34 to 13:55 UTC: we try to reload. 13:55 to 14:30 UTC: we rebuild the caches.',
  'Phase 1 (13:20–13:34 UTC, 14 min): diagnosis. Phase 2 (13:34–13:55 UTC, 21 min): reload. Phase 3 (13:55–14:30 UTC, 35 min): rebuild.',
  'The rebuild took 35 minutes, from 13:55 to 14:30 UTC.',
  'Monitoring confirmed recovery at 14:31 UTC, and we told partners at 14:33 UTC.',
  'We announced the end of the outage at 14:33 UTC and closed the incident at 15:40 UTC.',
  'We declared the incident resolved at 15:40 UTC, 26 minutes after the last instance had recovered.',
  'For 36 minutes, from 14:30 to 15:06 UTC, Serving ran normally.',
  'The second outage was much shorter than the first: 8 minutes instead of 70.',
  'The first outage affected 63 % of instances and the second one 14 %.',
  'It started with a switch that had been in service for 6 years and ended with a new cache layer that was built in 28 minutes.',
  'Our engineers worked for 2 hours and 20 minutes without a break.',
  'The review took 90 minutes and involved 12 people.',
  'From now on a second engineer is paged after 5 minutes without acknowledgement.',
  'We want to detect such failures within 30 seconds and to recover within 10 minutes.',
  'Monitoring checks every instance every 10 seconds; three failures in a row, that is 30 seconds, raise an alert, and after another 30 seconds the outage is confirmed.',
  'The alert could have come 30 seconds earlier, at 13:20:30 UTC.',
  'If the alert had fired at 13:20:30 UTC, we would have won half a minute.',
  'Had the caches been redundant, the outage would have lasted less than 5 minutes.',
  'Reports for 30 March may show fewer impressions between 13:00 and 15:00 UTC.',
  'Campaigns that ended on 30 March at 15:00 UTC were extended by one day, to 31 March.',
  'Data in Analytics for 30 March was complete on 31 March at 06:00 UTC.',
  'Maintenance that was planned for 31 March was moved to 7 April 2022, 02:00–04:00 UTC.',
  'On 29 March we had tested the failover of one node; that of a whole cluster was last tested on 14 November 2021.',
  'Our last outage of this size was on 3 November 2021 and lasted 95 minutes.',
  'This was our second outage in 2022. The first, on 12 January, lasted 25 minutes.',
  'The same switch had failed on 12 January 2022 at 09:10 UTC for 4 minutes.',
  'Post-mortem for 30 March 2022. Author: Serving team. Status: final. Date: 4 April 2022.',
  'On March 30th, 2022 between 1:20pm and 2:30pm UTC, and again between 3:06pm and 3:14pm UTC, Serving could not answer ad requests.',
  'Customers in all regions were affected between 13:20 and 14:30 UTC. Customers in Asia saw slow answers until 14:50 UTC.',
  'API requests returned HTTP 503 from 13:20 UTC. At 13:21 UTC the error rate was 20 %, at 13:25 UTC 63 %.',
  'The API answered with status 500 for 70 minutes.',
  'The load balancer marked 188 of 300 instances as unhealthy. 30 of them were removed within 5 minutes.',
  'We are sorry for the 78 minutes in which your ads were not shown.',
  'One hour and ten minutes after it had begun, the first outage was over.',
  'After 70 minutes the first outage was over. After another 36 minutes the second one began.',
  '36 minutes later, at 15:06 UTC, the problem returned for 8 minutes.',
  'At 15:06 UTC, 36 minutes after recovery, 42 instances lost their data once more.',
  'The second outage came 36 minutes after the end of the first.',
  'It was over at 15:14 UTC, 114 minutes after the beginning of the first outage.',
  'From the first alert to full recovery it took 69 minutes.',
  'From the alert (13:21) to the cause (13:34) we needed 13 minutes, from there to recovery 56 minutes.',
  'Between the first update at 13:22 UTC and the second at 13:36 UTC, 14 minutes passed.',
  'Our first update was published two minutes after the start of the outage and one minute after the alert.',
  'The first update, at 13:22 UTC, said that we were investigating. The second, at 13:36 UTC, named the cause.',
  'We posted updates at 13:22, 13:36, 13:55, 14:12, 14:33, 15:10 and 15:40 UTC.',
  'Updates followed at most 38 minutes apart.',
  '214 people subscribe to our status page; all of them got the first update within 4 minutes.',
  'Of the 214 recipients, 12 were sent the update by SMS, 150 by e-mail and 52 by webhook.',
  "At 13:34 UTC our provider's engineers joined. They found the broken switch at 13:41 UTC.",
  'The root cause was a switch with firmware 4.2.1 that had been up for 497 days.',
  'Its replacement, version 4.3, was installed on 6 April 2022 at 04:00 UTC.',
  'Capacity: 300 instances, 100 per region, each with 12 GB of memory and 4 cores.',
  'At 100 requests per second and instance, 188 instances less mean 18,800 requests per second.',
  'About 1.2 million ad requests failed in the first outage and 40,000 in the second.',
  'Costs: 1.5 % of the monthly revenue of our partners, by our estimate.',
  'We estimate that 2 % of the impressions of 30 March were lost.',
  'The budget for March is used up: 78 of 44 minutes.',
  'Error budget (March): 44 min 38 s allowed, 78 min used, 33 min 22 s over.',
  `| Period | Uptime | Target |
|---|---|---|
| March 2022 | 99.825 % | 99.9 % |
| 2022 | 99.985 % | 99.9 % |`,
  `| Month | Uptime |
|---|---|
| January | 99.97 % |
| February | 100 % |
| March | 99.825 % |`,
  'Uptime: January 99.97 %, February 100 %, March 99.825 %.',
  `| Metric | Value |
|---|---|
| Time to detect | 1 min |
| Time to first update | 2 min |
| Time to identify | 14 min |
| Time to recover | 70 min |
| Total downtime | 78 min |`,
  `- **13:18** switch reboots
- **13:20** Serving down
- **13:21** alert
- **13:34** cause found
- **14:30** Serving up
- **15:06** 42 instances down
- **15:14** all up
- **15:40** closed`,
  `13:20 UTC: ads stop.
13:21 UTC: on-call engineer is paged.
13:34 UTC: team finds the cause.
14:30 UTC: ads are back.
15:06 UTC: ads stop again on 42 servers.
15:14 UTC: ads are back everywhere.`,
  `All times are in CEST.

- 15:20 Serving goes down
- 15:21 Monitoring alerts
- 15:34 Cause identified
- 16:30 Serving is back
- 17:06 Second outage starts
- 17:14 Second outage ends
- 17:40 Incident closed`,
  'Times in Eastern Time (EDT): down at 9:20 am, alert at 9:21 am, cause found at 9:34 am, up at 10:30 am.',
  'The outage began at 9:20 a.m. in New York, 2:20 p.m. in London and 10:20 p.m. in Tokyo.',
  'Duration of the incident: 2 hours and 20 minutes (13:20–15:40 UTC), of which 78 minutes were downtime.',
  'The incident lasted from 13:20 to 15:40 UTC; Serving was down for 78 minutes of that time.',
  'Resolution: rebuilt caches (14:30 UTC), moved 42 instances to them (15:14 UTC).',
  'Detection: automatic, 1 minute. Response: 3 minutes. Diagnosis: 14 minutes. Recovery: 70 minutes.',
  'We had expected a recovery within 30 minutes and told partners so at 13:55 UTC. It took until 14:30 UTC.',
  'At 14:12 UTC we wrote that Serving would be back in 10 minutes. In fact it took 18 minutes.',
  'Contrary to our update of 14:12 UTC, Serving was not back at 14:20 UTC but at 14:30 UTC.',
  'Not 50, but 70 minutes passed until Serving was back.',
  'We first noticed something was wrong at 13:21 UTC, when alerts fired for all three regions within seconds of each other.',
  'At 1:20 p.m. UTC, 188 of our 300 ad servers lost the data they need. Serving was down worldwide from that moment until 2:30 p.m. UTC.',
  'The incident was detected by our monitoring one minute after it started and by two of our partners four minutes later.',
  'A partner told us at 13:26 UTC that her ads were missing; by then, we had known for five minutes.',
  'We rate this incident as major: it lasted more than an hour and affected more than half of our instances.',
  'It affected nearly two thirds of our instances for over an hour.',
  'Roughly 60 % of our servers were down for a little more than an hour.',
  'For more than an hour, no ads were delivered. For almost 10 more minutes, delivery was patchy.',
  'Downtime was well above the 44 minutes that the SLA allows.',
  'We had less than 80 minutes of downtime in total.',
  'Within 15 minutes we knew the cause, and within an hour and a quarter Serving was back.',
  'It took less than two minutes to detect the failure and less than a quarter of an hour to understand it.',
  'After about an hour and ten minutes, ads were served again.',
  'Shortly after 13:20 UTC the first errors were logged, and shortly before 14:30 UTC the last one.',
  'At around 3 pm, the problem came back.',
  'Half an hour after we had declared the service stable, it failed again.',
  'The second outage hit only one region and 42 instances, and was over after 8 minutes.',
  'Just over half an hour later, at 15:06 UTC, it happened again.',
  'Two outages, 70 and 8 minutes long, hit Serving on the afternoon of 30 March.',
  'Outages of 70 and 8 minutes are 78 minutes too many.',
  'The outages lasted 70 and 8 minutes respectively.',
  'Affected instances: 188 (first outage) and 42 (second outage) of 300.',
  'The first outage (13:20–14:30 UTC, 188 instances) and the second (15:06–15:14 UTC, 42 instances) had the same cause.',
  'Between the outages, from 14:30 to 15:06 UTC, all 300 instances served ads.',
  'Until 13:20 UTC everything was normal. From 14:30 to 15:06 UTC and from 15:14 UTC on it was normal again.',
  'The data of 188 instances was older than 2 minutes at 13:22 UTC; that of 42 instances was 5 minutes old at 15:08 UTC.',
  'We do not know yet why 42 instances failed again after 36 minutes.',
  'In the 36 minutes between both outages we checked 12 instances by hand.',
  'If you use our API, requests between 13:20 and 14:30 UTC returned 503, and about 14 % of those between 15:06 and 15:14 UTC.',
  'Requests that failed between 13:20 and 14:30 UTC cannot be repeated.',
  'The on-call engineer was paged at 13:21 UTC, was online at 13:24 UTC and called a second engineer at 13:29 UTC.',
  'At 13:50 UTC we thought the databases were back; at 13:55 UTC we knew they were not.',
  'The provider says that the switch failed at 13:17:42 UTC and was replaced at 14:02:10 UTC.',
  'Our logs show the first failed request at 13:20:11 UTC and the last at 14:29:47 UTC.',
  'Recovery began at 14:12 UTC and was complete at 14:30 UTC.',
  'From 14:12 to 14:30 UTC, more and more instances came back: 68 by 14:15, 120 by 14:20 and 188 by 14:30 UTC.',
  'We served 12 % of the usual traffic at 13:30 UTC, 40 % at 14:15 UTC and 100 % at 14:30 UTC.',
  'Traffic was back at 100 % at 14:31 UTC.',
  'Capacity was at 37 % during the first outage and at 86 % during the second.',
  'All our updates (7) went to all recipients (214).',
  'Our uptime for March is 99.825 %. Without this incident it would have been 100 %.',
  'March: 99.825 % (target: 99.9 %, missed). Year: 99.985 % (target: 99.9 %, met).',
  'The target of 99.9 % for March can no longer be met; 99.825 % is the best we can reach.',
  'Even with no further outage, March cannot end above 99.825 %.',
  'Partners on the Premium plan have an SLA of 99.95 %, the others of 99.9 %.',
  'We aim for 99.95 % although our SLA is 99.9 %.',
  'At 99.825 %, uptime is 0.075 points below the target.',
  'Uptime fell from 99.99 % to 99.825 % in March.',
  'Uptime fell by 0.175 % in March.',
  '78 minutes are 0.175 % of March.',
];
