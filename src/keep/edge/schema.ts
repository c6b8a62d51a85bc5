/** Written into the database; another number is another release's. */
export const SCHEMA_VERSION = 1;

/**
 * `entries` is what the feeds are made of, numbered for each owner. `past` remembers ids whose clip is gone or must
 * never come. An id counts for its own device alone. `usage` is kept by triggers, so that no path forgets it.
 */
export const SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
  CREATE TABLE owners (owner BLOB PRIMARY KEY, head INTEGER NOT NULL) STRICT;
  CREATE TABLE entries (
    owner BLOB NOT NULL,
    seq INTEGER NOT NULL,
    device BLOB NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('clip', 'tombstone')),
    stored_at INTEGER NOT NULL,
    message BLOB NOT NULL,
    PRIMARY KEY (owner, seq),
    UNIQUE (device, id)
  ) STRICT;
  CREATE INDEX entries_by_device ON entries (device, kind, seq);
  CREATE INDEX entries_by_age ON entries (kind, stored_at);
  CREATE TABLE past (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    device BLOB NOT NULL,
    id BLOB NOT NULL,
    fate TEXT NOT NULL CHECK (fate IN ('erased', 'retired', 'obeyed')),
    UNIQUE (device, id)
  ) STRICT;
  CREATE TABLE usage (
    device BLOB PRIMARY KEY,
    clips INTEGER NOT NULL,
    tombstones INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    past INTEGER NOT NULL
  ) STRICT;
  CREATE TRIGGER entry_came AFTER INSERT ON entries BEGIN
    INSERT INTO usage VALUES (new.device, new.kind = 'clip', new.kind = 'tombstone', length(new.message), 0)
    ON CONFLICT (device) DO UPDATE SET clips = clips + excluded.clips,
      tombstones = tombstones + excluded.tombstones, bytes = bytes + excluded.bytes;
  END;
  CREATE TRIGGER entry_went AFTER DELETE ON entries BEGIN
    UPDATE usage SET clips = clips - (old.kind = 'clip'), tombstones = tombstones - (old.kind = 'tombstone'),
      bytes = bytes - length(old.message) WHERE device = old.device;
  END;
  CREATE TRIGGER past_came AFTER INSERT ON past BEGIN
    INSERT INTO usage VALUES (new.device, 0, 0, 0, 1) ON CONFLICT (device) DO UPDATE SET past = past + 1;
  END;
  CREATE TRIGGER past_went AFTER DELETE ON past BEGIN
    UPDATE usage SET past = past - 1 WHERE device = old.device;
  END;
`;
