SELECT letter, channel, alert, moment, audience, phase, reason
FROM ripcord.owed
ORDER BY alert, moment, audience, channel
