/** Written into the database; another number is another release's. */
export const POSTGRES_SCHEMA_VERSION = 2;

/** Any number that no other program's advisory lock has: keepers that start together make the tables once. */
export const SCHEMA_LOCK = 5_077_001;

/**
 * What SqliteKeep's schema says, for many keepers at once. Each function is one statement and so one transaction with
 * one way to the server, and takes its locks in one order: devices by their ids, then owners by theirs.
 *
 * The row of a device is held from the first look to the commit, so that an erasure and a clip of one device never pass
 * each other. The row of an owner is held from the number it gives to the commit, so that no number becomes visible
 * before a lower one: a reader that has seen it lacks nothing below. Sealed bytes don't shrink, so compressing them is not tried.
 */
export const POSTGRES_SCHEMA = `
  CREATE SCHEMA sotto;
  CREATE TABLE sotto.store (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    version integer NOT NULL,
    epoch bytea NOT NULL
  );
  CREATE TABLE sotto.owners (owner bytea PRIMARY KEY, head bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
  CREATE TABLE sotto.devices (
    device bytea PRIMARY KEY,
    clips bigint NOT NULL DEFAULT 0,
    tombstones bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    past bigint NOT NULL DEFAULT 0
  ) WITH (fillfactor = 50);
  CREATE TABLE sotto.entries (
    owner bytea NOT NULL,
    seq bigint NOT NULL,
    device bytea NOT NULL,
    id bytea NOT NULL,
    kind text NOT NULL CHECK (kind IN ('clip', 'tombstone')),
    stored_at bigint NOT NULL,
    message bytea NOT NULL,
    PRIMARY KEY (owner, seq),
    UNIQUE (device, id)
  );
  ALTER TABLE sotto.entries ALTER COLUMN message SET STORAGE EXTERNAL;
  CREATE INDEX entries_by_device ON sotto.entries (device, kind, seq);
  CREATE INDEX entries_by_age ON sotto.entries (kind, stored_at);
  CREATE TABLE sotto.past (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device bytea NOT NULL,
    id bytea NOT NULL,
    fate text NOT NULL CHECK (fate IN ('erased', 'retired', 'obeyed')),
    UNIQUE (device, id)
  );
  CREATE INDEX past_by_device ON sotto.past (device, n);

  CREATE FUNCTION sotto.hold_devices(wanted bytea[]) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO sotto.devices (device) SELECT DISTINCT each FROM unnest(wanted) AS each ORDER BY each
      ON CONFLICT DO NOTHING;
    PERFORM FROM sotto.devices WHERE device = ANY (wanted) ORDER BY device FOR UPDATE;
  END $$;

  CREATE FUNCTION sotto.hold_owners(wanted bytea[]) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO sotto.owners (owner) SELECT DISTINCT each FROM unnest(wanted) AS each ORDER BY each
      ON CONFLICT DO NOTHING;
    PERFORM FROM sotto.owners WHERE owner = ANY (wanted) ORDER BY owner FOR UPDATE;
  END $$;

  CREATE FUNCTION sotto.add(of_owner bytea, of_device bytea, new_id bytea, new_kind text, at bigint, new_message bytea)
  RETURNS void LANGUAGE plpgsql AS $$
  DECLARE given bigint;
  BEGIN
    UPDATE sotto.owners SET head = head + 1 WHERE owner = of_owner RETURNING head INTO given;
    INSERT INTO sotto.entries VALUES (of_owner, given, of_device, new_id, new_kind, at, new_message);
    UPDATE sotto.devices SET clips = clips + (new_kind = 'clip')::int,
      tombstones = tombstones + (new_kind = 'tombstone')::int, bytes = bytes + octet_length(new_message)
      WHERE device = of_device;
  END $$;

  CREATE FUNCTION sotto.store_clips(
    for_devices bytea[], new_ids bytea[], for_owners bytea[], messages bytea[], at bigint[], max_bytes bigint
  ) RETURNS text[] LANGUAGE plpgsql AS $$
  DECLARE outcomes text[] := '{}'; known text; used bigint;
  BEGIN
    PERFORM sotto.hold_devices(for_devices);
    PERFORM sotto.hold_owners(for_owners);
    FOR nth IN 1 .. cardinality(new_ids) LOOP
      SELECT CASE fate WHEN 'erased' THEN 'erased' ELSE 'known' END INTO known
        FROM sotto.past WHERE device = for_devices[nth] AND id = new_ids[nth];
      IF known IS NULL THEN
        SELECT 'known' INTO known FROM sotto.entries WHERE device = for_devices[nth] AND id = new_ids[nth];
      END IF;
      IF known IS NULL THEN
        SELECT bytes INTO used FROM sotto.devices WHERE device = for_devices[nth];
        IF used + octet_length(messages[nth]) > max_bytes THEN
          known := 'full';
        ELSE
          PERFORM sotto.add(for_owners[nth], for_devices[nth], new_ids[nth], 'clip', at[nth], messages[nth]);
          known := 'stored';
        END IF;
      END IF;
      outcomes := outcomes || known;
    END LOOP;
    RETURN outcomes;
  END $$;

  CREATE FUNCTION sotto.bound_memory(of_device bytea, max_tombstones bigint, max_past bigint) RETURNS bigint
  LANGUAGE plpgsql AS $$
  DECLARE surplus bigint; dropped bigint; freed bigint; fresh bigint; forgotten bigint := 0;
  BEGIN
    SELECT tombstones - max_tombstones INTO surplus FROM sotto.devices WHERE device = of_device;
    IF surplus > 0 THEN
      WITH gone AS (
        DELETE FROM sotto.entries WHERE (owner, seq) IN (
          SELECT owner, seq FROM sotto.entries WHERE device = of_device AND kind = 'tombstone' ORDER BY seq LIMIT surplus
        ) RETURNING id, octet_length(message) AS size
      ), remembered AS (
        -- A tombstone may have named its own id, or one that came before it: then the id is past already.
        INSERT INTO sotto.past (device, id, fate) SELECT of_device, id, 'obeyed' FROM gone
        ON CONFLICT DO NOTHING RETURNING n
      ) SELECT count(*), coalesce(sum(size), 0), (SELECT count(*) FROM remembered) INTO dropped, freed, fresh FROM gone;
      UPDATE sotto.devices SET tombstones = tombstones - dropped, bytes = bytes - freed, past = past + fresh
        WHERE device = of_device;
      forgotten := forgotten + dropped;
    END IF;
    SELECT past - max_past INTO surplus FROM sotto.devices WHERE device = of_device;
    IF surplus > 0 THEN
      DELETE FROM sotto.past WHERE n IN (SELECT n FROM sotto.past WHERE device = of_device ORDER BY n LIMIT surplus);
      GET DIAGNOSTICS dropped = ROW_COUNT;
      UPDATE sotto.devices SET past = past - dropped WHERE device = of_device;
      forgotten := forgotten + dropped;
    END IF;
    RETURN forgotten;
  END $$;

  -- The device's row is held already. Whether a clip came or not: it may be on its way.
  CREATE FUNCTION sotto.erase(of_device bytea, erased bytea[]) RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE deleted bigint; freed bigint; fresh bigint;
  BEGIN
    WITH gone AS (
      DELETE FROM sotto.entries WHERE device = of_device AND id = ANY (erased) AND kind = 'clip'
      RETURNING octet_length(message) AS size
    ) SELECT count(*), coalesce(sum(size), 0) INTO deleted, freed FROM gone;
    SELECT count(DISTINCT each) INTO fresh FROM unnest(erased) AS each
      WHERE NOT EXISTS (SELECT FROM sotto.past WHERE device = of_device AND id = each);
    INSERT INTO sotto.past (device, id, fate) SELECT DISTINCT of_device, each, 'erased' FROM unnest(erased) AS each
      ON CONFLICT (device, id) DO UPDATE SET fate = 'erased';
    UPDATE sotto.devices SET clips = clips - deleted, bytes = bytes - freed, past = past + fresh
      WHERE device = of_device;
    RETURN deleted;
  END $$;

  -- The oldest clips, ahead of a tombstone that means all. None once that was obeyed: what came later is not meant.
  CREATE FUNCTION sotto.erase_ahead(of_device bytea, tombstone bytea, most bigint) RETURNS bigint
  LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM sotto.hold_devices(ARRAY[of_device]);
    IF EXISTS (SELECT FROM sotto.entries WHERE device = of_device AND id = tombstone)
      OR EXISTS (SELECT FROM sotto.past WHERE device = of_device AND id = tombstone) THEN
      RETURN 0;
    END IF;
    RETURN sotto.erase(of_device, ARRAY(
      SELECT id FROM sotto.entries WHERE device = of_device AND kind = 'clip' ORDER BY seq LIMIT most
    ));
  END $$;

  -- Without ids it means all. deleted is null for one that was obeyed before.
  CREATE FUNCTION sotto.obey(
    of_device bytea, new_id bytea, for_owner bytea, new_message bytea, at bigint, erased bytea[],
    max_tombstones bigint, max_past bigint, OUT deleted bigint, OUT forgotten bigint
  ) LANGUAGE plpgsql AS $$
  BEGIN
    forgotten := 0;
    PERFORM sotto.hold_devices(ARRAY[of_device]);
    PERFORM sotto.hold_owners(ARRAY[for_owner]);
    IF EXISTS (SELECT FROM sotto.entries WHERE device = of_device AND id = new_id)
      OR EXISTS (SELECT FROM sotto.past WHERE device = of_device AND id = new_id) THEN
      RETURN;
    END IF;
    IF erased IS NULL THEN
      -- Those that are past already were deleted here too, whatever the reason: a redelivery is answered erased.
      UPDATE sotto.past SET fate = 'erased' WHERE device = of_device AND fate = 'retired';
      SELECT coalesce(array_agg(id), '{}') INTO erased FROM sotto.entries WHERE device = of_device AND kind = 'clip';
    END IF;
    deleted := sotto.erase(of_device, erased);
    PERFORM sotto.add(for_owner, of_device, new_id, 'tombstone', at, new_message);
    forgotten := sotto.bound_memory(of_device, max_tombstones, max_past);
  END $$;

  CREATE FUNCTION sotto.retire(of_device bytea, before bigint, most bigint) RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE retired bigint; freed bigint; fresh bigint;
  BEGIN
    PERFORM sotto.hold_devices(ARRAY[of_device]);
    WITH gone AS (
      DELETE FROM sotto.entries WHERE (owner, seq) IN (
        SELECT owner, seq FROM sotto.entries
        WHERE device = of_device AND kind = 'clip' AND stored_at < before ORDER BY seq LIMIT most
      ) RETURNING id, octet_length(message) AS size
    ), remembered AS (
      INSERT INTO sotto.past (device, id, fate) SELECT of_device, id, 'retired' FROM gone
      ON CONFLICT DO NOTHING RETURNING n
    ) SELECT count(*), coalesce(sum(size), 0), (SELECT count(*) FROM remembered) INTO retired, freed, fresh FROM gone;
    UPDATE sotto.devices SET clips = clips - retired, bytes = bytes - freed, past = past + fresh
      WHERE device = of_device;
    RETURN retired;
  END $$;
`;
