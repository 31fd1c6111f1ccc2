-- The conversion that `utsushi convert` does for a synthetic register, written in SQL for DuckDB. Run in a folder that
-- holds input.utf8.csv (what iconv made of the CP932 export); it writes resident.csv and .parquet, koseki_display.csv
-- and .parquet, and findings.parquet there. benches/README.md says what it leaves out.
--
-- It is as fast as we could make SQL do it: trim() only where a space stands at an end, each spelling of a name
-- converted once, one table in memory that everything else is a scan of.

SET threads = 2;
SET enable_progress_bar = false;
SET preserve_insertion_order = true;

CREATE MACRO trimmed(x) AS
    CASE WHEN starts_with(x, ' ') OR starts_with(x, '　') OR ends_with(x, ' ') OR ends_with(x, '　')
         THEN nullif(trim(x, ' 　'), '') ELSE x END;

-- Half-width kana: voiced and semi-voiced pairs first, then one character for one.
CREATE MACRO voiced(x) AS
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(x,
    'ｶﾞ', 'ガ'), 'ｷﾞ', 'ギ'), 'ｸﾞ', 'グ'), 'ｹﾞ', 'ゲ'), 'ｺﾞ', 'ゴ'), 'ｻﾞ', 'ザ'), 'ｼﾞ', 'ジ'), 'ｽﾞ', 'ズ'), 'ｾﾞ', 'ゼ'),
    'ｿﾞ', 'ゾ'), 'ﾀﾞ', 'ダ'), 'ﾁﾞ', 'ヂ'), 'ﾂﾞ', 'ヅ'), 'ﾃﾞ', 'デ'), 'ﾄﾞ', 'ド'), 'ﾊﾞ', 'バ'), 'ﾋﾞ', 'ビ'), 'ﾌﾞ', 'ブ'),
    'ﾍﾞ', 'ベ'), 'ﾎﾞ', 'ボ'), 'ｳﾞ', 'ヴ');
CREATE MACRO semi_voiced(x) AS
    replace(replace(replace(replace(replace(x, 'ﾊﾟ', 'パ'), 'ﾋﾟ', 'ピ'), 'ﾌﾟ', 'プ'), 'ﾍﾟ', 'ペ'), 'ﾎﾟ', 'ポ');
CREATE MACRO full_width_kana(x) AS translate(
    CASE WHEN contains(x, 'ﾞ') OR contains(x, 'ﾟ') THEN semi_voiced(voiced(x)) ELSE x END,
    'ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ｡｢｣､･ ',
    'ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜。「」、・　');

-- Dates. S550401 and 19800401 by arithmetic, 昭和55年4月1日 and 昭和20年頃 by a pattern; 00 and 99 are unknown parts,
-- zeros are a blank. NULL where it cannot be read.
CREATE MACRO years_before(era) AS CASE era
    WHEN 'S' THEN 1925 WHEN 'H' THEN 1988 WHEN 'R' THEN 2018 WHEN 'T' THEN 1911 WHEN 'M' THEN 1867
    WHEN '昭和' THEN 1925 WHEN '平成' THEN 1988 WHEN '令和' THEN 2018 WHEN '大正' THEN 1911 WHEN '明治' THEN 1867 END;
CREATE MACRO whole(x) AS try_cast(x AS INTEGER);
CREATE MACRO part(x) AS CASE x WHEN '99' THEN 0 ELSE whole(x) END;
CREATE MACRO wareki(x) AS CAST(CASE
    WHEN strlen(x) = 7 AND NOT contains(x, '99') AND substr(x, 2, 2) <> '00'
        THEN years_before(left(x, 1)) * 10000 + whole(substr(x, 2, 6))
    WHEN strlen(x) = 7 AND substr(x, 2, 2) <> '00'
        THEN (years_before(left(x, 1)) + whole(substr(x, 2, 2))) * 10000 + part(substr(x, 4, 2)) * 100 + part(substr(x, 6, 2))
    WHEN strlen(x) = 8
        THEN CASE WHEN whole(x) BETWEEN 18000000 AND 29991231 THEN whole(x) END
    ELSE (years_before(left(x, 2)) + whole(replace(regexp_extract(x, '^..([0-9]+|元)年', 1), '元', '1'))) * 10000
        + coalesce(whole(regexp_extract(x, '年([0-9]+)月', 1)), 0) * 100
        + coalesce(whole(regexp_extract(x, '月([0-9]+)日', 1)), 0) END AS VARCHAR);
CREATE MACRO inexact(x, day) AS substr(day, 5, 2) = '00' OR substr(day, 7, 2) = '00' OR contains(x, '頃');

-- One row per record, in the order of the file; rowid is the record number, less one.
CREATE TABLE source AS
SELECT trimmed(宛名番号) AS address_number, trimmed(世帯番号) AS household_number, trimmed(住民区分) AS kind_written,
       trimmed(氏名) AS name, trimmed(氏名カナ) AS kana_written, trimmed(生年月日) AS birth_written,
       trimmed(性別) AS sex_written, trimmed(続柄) AS relationship, trimmed(世帯主氏名) AS household_head_name,
       trimmed(町字コード) AS town_code, concat(trimmed(市区町村名), trimmed(町名), trimmed(番地)) AS address,
       trimmed(方書) AS address_building, trimmed(郵便番号) AS postal_code, trimmed(行政区コード) AS district_code,
       trimmed(住民となった年月日) AS since_written, trimmed(異動年月日) AS change_written,
       trimmed(消除年月日) AS removal_written, trimmed(個人番号) AS individual_number,
       trimmed(住民票コード) AS resident_code, trimmed(本籍) AS koseki_place, trimmed(筆頭者) AS koseki_head_name
FROM read_csv('input.utf8.csv', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"');

-- A name is spelt once for all who bear it; the join loses the order, so the rows are sorted again.
CREATE TABLE kana AS
SELECT kana_written, full_width_kana(kana_written) AS name_kana FROM (SELECT DISTINCT kana_written FROM source);

CREATE TABLE resident AS
SELECT address_number, household_number,
       CASE kind_written WHEN '1' THEN '1' WHEN '2' THEN '2' END AS nationality_kind,
       name, name_kana, wareki(birth_written) AS birth_date,
       CASE WHEN inexact(birth_written, wareki(birth_written)) THEN '1' WHEN wareki(birth_written) IS NOT NULL THEN '0'
            END AS birth_date_unknown,
       CASE WHEN inexact(birth_written, wareki(birth_written)) THEN birth_written END AS birth_date_written,
       CASE sex_written WHEN '男' THEN '1' WHEN '女' THEN '2' END AS sex,
       relationship, household_head_name, town_code, nullif(address, '') AS address, address_building, postal_code,
       district_code, wareki(since_written) AS resident_since, wareki(change_written) AS change_date,
       wareki(removal_written) AS removal_date, individual_number, resident_code,
       koseki_place, koseki_head_name, kind_written, sex_written, birth_written, since_written, change_written,
       removal_written
FROM source LEFT JOIN kana USING (kana_written)
ORDER BY source.rowid;
DROP TABLE source;

CREATE VIEW resident_file AS
SELECT * EXCLUDE (koseki_place, koseki_head_name, kind_written, sex_written, birth_written, since_written,
                  change_written, removal_written) FROM resident;
CREATE VIEW koseki_display_file AS
SELECT address_number, koseki_place, koseki_head_name FROM resident WHERE koseki_place IS NOT NULL;

COPY resident_file TO 'resident.csv' (FORMAT csv, HEADER);
COPY resident_file TO 'resident.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
COPY koseki_display_file TO 'koseki_display.csv' (FORMAT csv, HEADER);
COPY koseki_display_file TO 'koseki_display.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);

-- What is wrong or remarkable about each value, its first cause by the code that utsushi gives it.
CREATE MACRO text_fault(x, digits, required) AS
    CASE WHEN x IS NULL THEN CASE WHEN required THEN 'ITM001' END WHEN length(x) > digits THEN 'ITM002' END;
CREATE MACRO digits_fault(x, digits, required) AS
    CASE WHEN x IS NULL THEN CASE WHEN required THEN 'ITM001' END
         WHEN NOT regexp_full_match(x, '[0-9]+') THEN 'ITM003' WHEN strlen(x) > digits THEN 'ITM002' END;
CREATE MACRO code_fault(written, x, required) AS
    CASE WHEN x IS NULL THEN CASE WHEN written IS NOT NULL THEN 'MAP001' WHEN required THEN 'ITM001' END END;
CREATE MACRO out_of_era(era, day) AS CASE era
    WHEN 'S' THEN day NOT BETWEEN '19261225' AND '19890107' WHEN 'H' THEN day NOT BETWEEN '19890108' AND '20190430'
    WHEN 'R' THEN day < '20190501' WHEN 'T' THEN day NOT BETWEEN '19120730' AND '19261225'
    WHEN 'M' THEN day NOT BETWEEN '18680101' AND '19120730' ELSE false END;
CREATE MACRO date_fault(written, day, required) AS
    CASE WHEN written IS NULL OR written LIKE '_000000' OR written = '00000000'
         THEN CASE WHEN required THEN 'ITM001' END
         WHEN day IS NULL THEN 'DAT001'
         WHEN inexact(written, day) THEN 'DAT004'
         WHEN try_strptime(day, '%Y%m%d') IS NULL THEN 'DAT002'
         WHEN out_of_era(left(written, 1), day) THEN 'DAT003' END;
CREATE MACRO form_fault(x, digits) AS
    CASE WHEN x IS NULL THEN NULL
         WHEN strlen(x) <> digits OR NOT regexp_full_match(x, '[0-9]+') THEN 'NUM004'
         WHEN x = repeat(left(x, 1), digits) THEN 'NUM003' END;
-- 11 - (sum of digit x weight mod 11), 0 where the remainder is at most 1 (平成26年総務省令85号 5条).
CREATE MACRO place(n, p) AS n // p % 10;
CREATE MACRO remainder(n) AS
    (place(n, 10) * 2 + place(n, 100) * 3 + place(n, 1000) * 4 + place(n, 10000) * 5 + place(n, 100000) * 6
    + place(n, 1000000) * 7 + place(n, 10000000) * 2 + place(n, 100000000) * 3 + place(n, 1000000000) * 4
    + place(n, 10000000000) * 5 + place(n, 100000000000) * 6) % 11;
CREATE MACRO check_fault(n) AS
    CASE WHEN n % 10 <> (CASE WHEN remainder(n) <= 1 THEN 0 ELSE 11 - remainder(n) END) THEN 'NUM001' END;
CREATE MACRO individual_fault(x) AS coalesce(form_fault(x, 12), check_fault(try_cast(x AS BIGINT)));

CREATE VIEW resident_findings AS
SELECT rowid AS r, '宛名番号' AS item, address_number AS value, digits_fault(address_number, 15, true) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '世帯番号' AS item, household_number AS value, digits_fault(household_number, 15, true) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '日本人外国人区分' AS item, kind_written AS value, code_fault(kind_written, nationality_kind, true) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '氏名' AS item, name AS value, text_fault(name, 80, true) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '検索用カナ氏名' AS item, name_kana AS value, text_fault(name_kana, 80, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '生年月日' AS item, birth_written AS value, date_fault(birth_written, birth_date, true) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '生年月日表記' AS item, birth_date_written AS value, text_fault(birth_date_written, 40, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '性別' AS item, sex_written AS value, code_fault(sex_written, sex, true) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '続柄' AS item, relationship AS value, text_fault(relationship, 30, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '世帯主氏名' AS item, household_head_name AS value, text_fault(household_head_name, 80, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '町字コード' AS item, town_code AS value, digits_fault(town_code, 11, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '住所' AS item, address AS value, text_fault(address, 120, true) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '方書' AS item, address_building AS value, text_fault(address_building, 80, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '郵便番号' AS item, postal_code AS value, digits_fault(postal_code, 7, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '行政区コード' AS item, district_code AS value, digits_fault(district_code, 6, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '住民となった年月日' AS item, since_written AS value, date_fault(since_written, resident_since, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '異動年月日' AS item, change_written AS value, date_fault(change_written, change_date, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '消除年月日' AS item, removal_written AS value, date_fault(removal_written, removal_date, false) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '個人番号' AS item, individual_number AS value, individual_fault(individual_number) AS code
FROM resident WHERE code IS NOT NULL
UNION ALL
SELECT rowid AS r, '住民票コード' AS item, resident_code AS value, form_fault(resident_code, 11) AS code
FROM resident WHERE code IS NOT NULL;
CREATE VIEW koseki_display_findings AS
SELECT rowid AS r, '宛名番号' AS item, address_number AS value, digits_fault(address_number, 15, true) AS code FROM resident
WHERE koseki_place IS NOT NULL AND code IS NOT NULL
UNION ALL
SELECT rowid AS r, '本籍' AS item, koseki_place AS value, text_fault(koseki_place, 120, true) AS code FROM resident
WHERE koseki_place IS NOT NULL AND code IS NOT NULL
UNION ALL
SELECT rowid AS r, '筆頭者' AS item, koseki_head_name AS value, text_fault(koseki_head_name, 80, true) AS code FROM resident
WHERE koseki_place IS NOT NULL AND code IS NOT NULL;

COPY (
    SELECT r + 1 AS record, '01.resident' AS file, item, code, value FROM resident_findings
    UNION ALL
    SELECT r + 1, '01.koseki_display', item, code, value FROM koseki_display_findings
    ORDER BY record
) TO 'findings.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
