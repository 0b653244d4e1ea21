-- The table of `examiner report --format csv`, points and counts, for engines that are made for results beyond one machine.
-- One statement for DuckDB and Spark SQL (and SQLite, on which the tests run it) over a table `results` of texts, where a cell
-- without text is '' or NULL, with one column more: `began`, which is `started_at` as an instant.
--
--   DuckDB:  CREATE VIEW results AS SELECT *, CAST(started_at AS TIMESTAMPTZ) AS began
--                FROM read_csv('examples/panel/*.csv', header = true, delim = ',', quote = '"', escape = '"',
--                              all_varchar = true);
--   Spark:   spark.read.option("header", True).option("escape", '"').option("multiLine", True)
--                .csv("examples/panel/*.csv").selectExpr("*", "CAST(started_at AS TIMESTAMP) AS began")
--                .createOrReplaceTempView("results")
--   SQLite:  CREATE VIEW results AS SELECT *, julianday(started_at) AS began FROM rows;
--
-- It needs the columns that `examiner take` writes: of results made elsewhere, with the required columns alone, add
-- `candidate_id` and `mode`, which may be empty.
-- Copies of an attempt count once, and of a candidate's attempts the first; shares with their ranges are the program's.
WITH answers AS (
  SELECT DISTINCT attempt_id, candidate, COALESCE(candidate_id, '') AS candidate_id, exam_id, began,
         question_id, topic, outcome,
         CAST(NULLIF(points, '') AS DOUBLE) AS points, CAST(max_points AS DOUBLE) AS max_points
  FROM results
  WHERE COALESCE(mode, '') IN ('exam', '')
),
attempts AS (
  SELECT attempt_id,
         ROW_NUMBER() OVER (PARTITION BY candidate, candidate_id, exam_id ORDER BY began, attempt_id) AS nth
  FROM (SELECT DISTINCT attempt_id, candidate, candidate_id, exam_id, began FROM answers) AS each_once
)
SELECT exam_id, candidate, topic,
       COALESCE(SUM(points), 0) AS points,
       SUM(CASE WHEN outcome = 'ungraded' THEN 0 ELSE max_points END) AS max_points,
       SUM(CASE WHEN outcome IN ('unanswered', 'timed_out') THEN 0 ELSE 1 END) AS answered,
       COUNT(*) AS questions
FROM answers
JOIN attempts ON answers.attempt_id = attempts.attempt_id
WHERE nth = 1
GROUP BY exam_id, candidate, candidate_id, topic
ORDER BY exam_id, candidate, topic
