-- The conversion that `utsushi convert` does for a synthetic register, written in SQL for DuckDB. Run in a folder that
-- holds input.utf8.csv (what iconv made of the CP932 export); it writes resident.csv and .parquet, koseki_display.csv
-- and .parquet, and findings.parquet there. benches/README.md says what it leaves out.
--
-- It is meant to be as fast as SQL can honestly be: trim() only where a space stands at an end, each kana name and each
-- step done once, rows kept in memory, only a filter per check.

SET threads = 2;
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
CREATE MACRO before_era(era) AS CASE era
    WHEN 'S' THEN 1925 WHEN 'H' THEN 1988 WHEN 'R' THEN 2018 WHEN 'T' THEN 1911 WHEN 'M' THEN 1867
    WHEN '昭和' THEN 1925 WHEN '平成' THEN 1988 WHEN '令和' THEN 2018 WHEN '大正' THEN 1911 WHEN '明治' THEN 1867 END;
CREATE MACRO no_nines(n) AS n - CASE WHEN n // 100 = 99 THEN 9900 ELSE 0 END - CASE WHEN n % 100 = 99 THEN 99 ELSE 0 END;
CREATE MACRO in_era(era, n) AS
    CASE WHEN n >= 10000 THEN (before_era(era) + n // 10000) * 10000 + no_nines(n % 10000) END;
CREATE MACRO in_kanji(x) AS (
    coalesce(before_era(left(x, 2)) + try_cast(replace(regexp_extract(x, '^..([0-9]+|元)年', 1), '元', '1') AS INTEGER), NULL)
        * 10000
    + coalesce(try_cast(regexp_extract(x, '年([0-9]+)月', 1) AS INTEGER), 0) * 100
    + coalesce(try_cast(regexp_extract(x, '月([0-9]+)日', 1) AS INTEGER), 0));
CREATE MACRO wareki(x) AS CAST(CASE strlen(x)
    WHEN 7 THEN in_era(left(x, 1), try_cast(substr(x, 2, 6) AS INTEGER))
    WHEN 8 THEN CASE WHEN try_cast(x AS INTEGER) >= 18000000 THEN try_cast(x AS INTEGER) END
    ELSE in_kanji(x) END AS VARCHAR);
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

-- What is wrong or remarkable, a filter per item and check: record, file, item, code and the value, as findings.parquet
-- of utsushi names them.
CREATE MACRO not_digits(x) AS try_cast(x AS HUGEINT) IS NULL AND x IS NOT NULL;
CREATE MACRO one_digit(x) AS x = repeat(left(x, 1), 12) OR x = repeat(left(x, 1), 11);
CREATE MACRO at(n, place) AS n // place % 10;
CREATE MACRO check_sum(n) AS (
    at(n, 10) * 2 + at(n, 100) * 3 + at(n, 1000) * 4 + at(n, 10000) * 5 + at(n, 100000) * 6 + at(n, 1000000) * 7
    + at(n, 10000000) * 2 + at(n, 100000000) * 3 + at(n, 1000000000) * 4 + at(n, 10000000000) * 5
    + at(n, 100000000000) * 6) % 11;
CREATE MACRO check_digit(n) AS CASE WHEN check_sum(n) <= 1 THEN 0 ELSE 11 - check_sum(n) END;
CREATE MACRO no_day(day) AS substr(day, 5, 2) <> '00' AND substr(day, 7, 2) <> '00' AND try_strptime(day, '%Y%m%d') IS NULL;
CREATE MACRO out_of_era(x, day) AS CASE left(x, 1)
    WHEN 'S' THEN NOT day BETWEEN '19261225' AND '19890107' WHEN 'H' THEN NOT day BETWEEN '19890108' AND '20190430'
    WHEN 'R' THEN day < '20190501' WHEN 'T' THEN NOT day BETWEEN '19120730' AND '19261225'
    WHEN 'M' THEN NOT day BETWEEN '18680101' AND '19120730' ELSE false END AND NOT contains(substr(day, 5, 4), '00');
CREATE MACRO unread(x, day) AS day IS NULL AND x IS NOT NULL AND x NOT LIKE '_000000' AND x <> '00000000';

