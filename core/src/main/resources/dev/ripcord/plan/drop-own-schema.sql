-- RESTRICT throughout: whatever of the user's were still in there would stop us
DROP FUNCTION ripcord.note_sync_conflict(text);

DROP TABLE ripcord.owed, ripcord.alert, ripcord.controller, ripcord.request, ripcord.run, ripcord.sync_conflict, ripcord.walk, ripcord.journal;

DROP FUNCTION ripcord.refuse_journal_change();

DROP SCHEMA ripcord;
