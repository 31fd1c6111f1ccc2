//! `--help` in Japanese: a text for every command and flag of [`crate::args`].

use clap::{Arg, ArgAction, Command};

/// (command with those above it, flag or "" for the command itself, text)
const TEXTS: &[(&str, &str, &str)] = &[
    ("utsushi", "", "自治体の旧システムの出力を標準レイアウトに移し、一件も失われていないことを証明する"),
    ("utsushi", "lang", "表示の言語 (指定がなければロケール、なければ ja)"),
    ("utsushi", "threads", "使うスレッドの数 (指定がなければプロセッサーの数)"),
    (
        "utsushi",
        "progress",
        "進み具合の示し方 (標準エラー出力): auto 端末なら棒、never なし、json 一行ずつの JSON",
    ),
    ("utsushi", "quiet", "エラーのほかは何も表示しない"),
    ("utsushi", "verbose", "詳しく表示する: すべての指摘コード、時間、メモリー"),
    ("convert", "", "旧システムの出力を標準レイアウトに変換し、全レコードの行き先を示す"),
    ("convert", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("convert", "out", "出力先のフォルダー。まだ無いか、空のもの"),
    ("convert", "overwrite", "出力先にある前回の結果を置き換える"),
    ("convert", "job", "このジョブだけを実行する (繰り返し指定できる)"),
    ("convert", "check_only", "変換と検査だけを行い、データは書かない (指摘・不受理・件数のみ)"),
    ("convert", "timings", "時間が何にかかったかを終わりに表示する (同じ数字が run.json にもある)"),
    (
        "convert",
        "resume",
        "この出力先への途中で止まった実行が終えたジョブのうち、何も変わっていないものを使う",
    ),
    ("convert", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("convert", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("convert", "unmask", "指摘の値を伏せずに示す (機微な項目は伏せたまま)"),
    ("verify", "", "納品物を受け入れるか、断るか: そろっているか、読めるか、正しいか"),
    ("verify", "delivery", "納品物: フォルダーか zip"),
    ("verify", "out", "出力先のフォルダー。まだ無いか、空のもの (省くと納品物の隣の DIR-verify)"),
    ("verify", "overwrite", "出力先にある前回の結果を置き換える"),
    ("verify", "base_date", "基準日 (省くと delivery.toml か manifest の基準日)"),
    ("verify", "profile", "行う検査、指摘の重さ、そろうべきファイル、判定の規則を書いたファイル"),
    ("verify", "totals", "確認した数: --totals-sheet の表に記入したもの"),
    ("verify", "previous", "前回の納品の結果。変化を示す。結果のフォルダー (--each では全体のフォルダー)"),
    ("verify", "each", "DIR の中のフォルダーと zip をそれぞれ検証し、全体の一覧のページも書く"),
    ("verify", "json", "Frictionless の形の報告 verify.json も書く"),
    ("verify", "init", "見たままの納品物の説明 delivery.toml だけを書く (直して使う)"),
    ("verify", "totals_sheet", "市区町村の報告書で確かめる数の記入表 (.xlsx) だけを書く"),
    ("verify", "standard", "標準 (省くと delivery.toml か manifest の標準、なければ chukan-2.7)"),
    ("verify", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("verify", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("verify", "unmask", "指摘の値を伏せずに示す (機微な項目は伏せたまま)"),
    ("compare", "", "二つの実行結果、二つの納品物、または納品物と新システムの出力の、どこが違うかを示す"),
    ("compare", "a", "一つ目: フォルダー、zip、またはファイル"),
    ("compare", "b", "二つ目: フォルダー、zip、またはファイル"),
    ("compare", "out", "出力先のフォルダー。まだ無いか、空のもの"),
    ("compare", "overwrite", "出力先にある前回の結果を置き換える"),
    (
        "compare",
        "tolerate",
        "項目 (項目名か slug、または *) で許す違い: whitespace 空白、width 全角・半角、mj 同じ MJ 文字図形、shrink 縮退で同じ (繰り返し指定できる)",
    ),
    ("compare", "tolerances", "どの項目でどの違いを許すかを書いたファイル: TOML の [tolerate] の表"),
    (
        "compare",
        "standard",
        "双方の標準 (省くとそれぞれの delivery.toml か manifest の標準、なければ chukan-2.7)",
    ),
    ("compare", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("compare", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("compare", "unmask", "値を伏せずに示す (機微な項目と、支援措置の対象者は伏せたまま)"),
    ("delta", "", "前回の全件移行から追加・変更・削除するレコードを作る。または、それを当てる"),
    ("delta", "old", "前回の全件移行のときのデータ"),
    ("delta", "new", "今のデータ"),
    ("delta", "apply", "この差分を OLD に当て、できた NEW を --out に書く"),
    ("delta", "out", "出力先のフォルダー。まだ無いか、空のもの"),
    ("delta", "overwrite", "出力先にある前回の結果を置き換える"),
    (
        "delta",
        "standard",
        "双方の標準 (省くとそれぞれの delivery.toml か manifest の標準、なければ chukan-2.7)",
    ),
    ("delta", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("delta", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("rehearse", "", "移行をリハーサルする: 変換と検証をすべて行い、データは残さず、結果だけを記録に加える"),
    ("rehearse", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("rehearse", "history", "記録のフォルダー (省くとプロジェクトの中の rehearsals)"),
    ("rehearse", "keep", "変換と検証の結果をこのフォルダーに残す。まだ無いか、空のもの"),
    ("rehearse", "overwrite", "--keep のフォルダーにある前回の結果を置き換える"),
    ("rehearse", "sample", "世帯と人のおよそこの割合だけを見る (例: 5%)"),
    ("rehearse", "job", "このジョブだけを実行する (繰り返し指定できる)"),
    ("rehearse", "profile", "検証のプロファイル: 行う検査と、判定の規則"),
    ("rehearse", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("rehearse", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("plan", "", "移行にかかる時間と要る容量を、ジョブごとに見積もる"),
    ("plan", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("plan", "history", "リハーサルの記録のフォルダー (省くとプロジェクトの中の rehearsals)"),
    ("plan", "out", "変換の出力先にするフォルダー。そのディスクの空きを調べる"),
    ("plan", "window", "使える時間 (例: 8h、90m、1h30m)"),
    ("plan", "json", "JSON で表示する"),
    ("plan", "job", "このジョブだけ (繰り返し指定できる)"),
    ("plan", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("plan", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("map", "", "プロジェクトの対応付け (mapping) を手入れする"),
    ("map codes", "", "元のコードの値を記入用の表に書き出し、記入された表を mapping に取り込む"),
    ("map codes", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("map codes", "out", "書き出す表: .xlsx か .csv"),
    ("map codes", "overwrite", "すでにある表を置き換える"),
    ("map codes", "read", "記入した表を読み、mapping に取り込む"),
    ("map codes", "all", "対応表を通らない項目も、値が 50 種以下なら載せる"),
    ("map codes", "job", "このジョブだけ (繰り返し指定できる)"),
    ("map codes", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("map codes", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    (
        "map scaffold",
        "",
        "source 定義と標準のファイルから、対応付け (mapping) の下書きを作る: 名前と内容で探す",
    ),
    ("map scaffold", "source", "業者のファイルの切り方: source/*.toml"),
    ("map scaffold", "targets", "01.resident のような標準のファイル (複数なら --out はフォルダー)"),
    ("map scaffold", "all", "この業務 (番号・slug・名称) のファイルのうち、元になりそうなものすべて"),
    ("map scaffold", "sample", "source 定義のとおりに切れる業者のファイル。内容からも判断する"),
    ("map scaffold", "record", "対象のレコード種別 (source 定義の名前)。省くと最もよいもの"),
    ("map scaffold", "each", "一つずつ行にする繰り返しの組。省くと、明らかによいときだけ"),
    ("map scaffold", "out", "書き出す mapping。標準のファイルが複数ならフォルダー。省くと標準出力"),
    ("map scaffold", "overwrite", "すでにあるファイルを置き換える"),
    ("map scaffold", "standard", "標準の名前"),
    ("map scaffold", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    (
        "inspect",
        "",
        "中身の分からないファイルを調べる: 文字コード、レコードの切り方、項目、source 定義のたたき台",
    ),
    ("inspect", "file", "ファイル。- は標準入力"),
    ("inspect", "toml", "source 定義だけを出力する"),
    ("gaiji", "", "外字を数え、同定し、確かめる (移行先で使えない文字も)"),
    ("gaiji census", "", "外字と、移行先で使えない文字を数える: 回数、項目、最初の場所"),
    ("gaiji census", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("gaiji census", "job", "このジョブだけ (繰り返し指定できる)"),
    ("gaiji census", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("gaiji census", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("gaiji census", "out", "結果をこのファイルにも書く (.csv か .json)"),
    ("gaiji census", "overwrite", "すでにあるファイルを置き換える"),
    ("gaiji worksheet", "", "外字を同定する人の作業票を作る。または記入済みの作業票を外字表に読み込む"),
    ("gaiji worksheet", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("gaiji worksheet", "job", "このジョブだけ (繰り返し指定できる)"),
    ("gaiji worksheet", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("gaiji worksheet", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("gaiji worksheet", "out", "作る作業票: .xlsx (記入用) か .html (閲覧用)"),
    ("gaiji worksheet", "font", "ベンダーの外字フォント (.tte、.ttf、.otf)。.html に外字ごとの字形を載せる"),
    ("gaiji worksheet", "read", "外字表に読み込む記入済みの作業票 (.xlsx か .csv)"),
    ("gaiji worksheet", "overwrite", "すでにあるファイルを置き換える"),
    ("gaiji check", "", "外字表がこのデータに足りているか、外字一覧にすべての字形があるかを確かめる"),
    ("gaiji check", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("gaiji check", "job", "このジョブだけ (繰り返し指定できる)"),
    ("gaiji check", "memory", "プロセス全体で使ってよいメモリー。192MiB 以上"),
    ("gaiji check", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("gaiji check", "font", "ベンダーのこのフォント (.tte、.ttf、.otf) に字形のない外字も示す"),
    ("explain", "", "指摘コードの意味と、どうすればよいかを示す"),
    ("explain", "code", "DAT002 のようなコード。省くとすべてのコードを一覧にする"),
    ("explain", "all", "一覧のページ全体を Markdown で出力する"),
    ("layout", "", "標準レイアウト: 一覧、ファイルの表示、点検、比較"),
    ("layout list", "", "業務とファイルを、項目数とともに一覧にする"),
    ("layout list", "business", "この業務だけ (番号・slug・名称)"),
    ("layout list", "standard", "標準の名前"),
    ("layout list", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("layout list", "json", "JSON で出力する"),
    ("layout show", "", "ファイルの項目とコード、規則の数を示す"),
    ("layout show", "file", "01.resident のようなファイル、または日本語の名称"),
    ("layout show", "standard", "標準の名前"),
    ("layout show", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("layout show", "json", "JSON で出力する"),
    ("layout show", "csv", "CSV で出力する (表計算ソフト向けに BOM 付き)"),
    ("layout check", "", "レイアウトの誤りを調べる: 名称の重複、ない役割・コード表、内容の入らない桁数"),
    ("layout check", "standard", "標準の名前"),
    ("layout check", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("layout diff", "", "二つの標準を比べる: ファイルと項目の追加・削除・改名・変更"),
    ("layout diff", "old", "古いほう"),
    ("layout diff", "new", "新しいほう"),
    ("layout diff", "out", "違いをファイルに書く: .csv か .html"),
    ("layout diff", "overwrite", "そのファイルを置き換える"),
    ("layout import", "", "仕様書の xlsx から標準を作り、手元の標準の役割と規則を引き継ぐ"),
    ("layout import", "workbooks", "仕様書 (.xlsx)。一つの業務が複数でもよい"),
    ("layout import", "standard", "新しい標準の名前"),
    ("layout import", "from", "役割・規則・slug を引き継ぐ、組み込みの標準"),
    ("layout import", "layouts", "その標準を、組み込みの代わりにこのフォルダーから読む"),
    ("layout import", "profile", "仕様書の見出しの書き方: chukan、kihon-data-list、またはファイル"),
    ("layout import", "business", "仕様書から業務が分からないときの業務番号"),
    ("layout import", "out", "新しい標準を置く、レイアウトのフォルダー"),
    ("layout import", "print_profile", "組み込みのプロファイルを表示する (写して直すため)"),
    ("layout pages", "", "業務ごとのページを Markdown で書く: ファイル、項目、出典"),
    ("layout pages", "standard", "標準の名前"),
    ("layout pages", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("layout pages", "out", "出力先のフォルダー。まだ無いか、空のもの"),
    ("explain-record", "", "一つのレコードの変換前と変換後を、変換の段ごとに示す"),
    ("explain-record", "project", "移行プロジェクト: migration.toml のあるフォルダー、またはそのファイル"),
    ("explain-record", "record", "ファイルの中のレコードの番号。1 から数える"),
    ("explain-record", "job", "ジョブ (複数あるとき)"),
    ("explain-record", "file", "ファイル、またはそのパスの終わりの部分 (複数あるとき)"),
    ("explain-record", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("explain-record", "unmask", "値を伏せずに示す (機微な項目は伏せたまま)"),
    ("synth", "", "実在しない自治体を作り、旧システムの出力とプロジェクトとして書く"),
    (
        "synth",
        "business",
        "業務の slug か番号 (繰り返し指定できる)、または all。参照するファイルも付いてくる",
    ),
    ("synth", "residents", "おおよその住民の数"),
    ("synth", "seed", "種。違う種からは違う自治体ができる"),
    ("synth", "format", "出力の形"),
    ("synth", "standard", "標準の名前"),
    ("synth", "layouts", "組み込みのレイアウトの代わりに、このフォルダーから読む"),
    ("synth", "out", "出力先のフォルダー。まだ無いか、空のもの"),
    ("completions", "", "シェルの補完スクリプトを出力する"),
    ("completions", "shell", "シェルの名前"),
    ("man", "", "マニュアルページをフォルダーに書く"),
    ("man", "out", "出力先のフォルダー。まだ無いか、空のもの"),
    (
        "synth juki",
        "",
        "住民基本台帳: 住民・世帯・異動・外国人・支援措置など、業者が作ったようなファイル一式",
    ),
    ("synth juki", "records", "住民の数"),
    ("synth juki", "seed", "種。違う種からは違う自治体ができる"),
    ("synth juki", "format", "出力の形"),
    ("synth juki", "only", "このファイルだけ: resident は 40 項目、1 レコード約 390 バイトのファイル一つ"),
    ("synth juki", "dirt", "誤りを植えるレコードの割合 (0〜1)。何をどこに植えたかは planted.csv に書く"),
    (
        "synth juki",
        "duplicates",
        "--only resident で: もう一度現れるレコードの割合 (0〜1)。郵便番号だけ変えて現れるものも同じ割合で加える",
    ),
    ("synth juki", "out", "出力先のフォルダー。まだ無いか、空のもの"),
];

const AFTER: &[(&str, &str)] = &[
    (
        "gaiji",
        "例:
  utsushi gaiji census samples/gaiji
  utsushi gaiji worksheet samples/gaiji --out gaiji.xlsx
  utsushi gaiji check samples/gaiji",
    ),
    (
        "utsushi",
        "例:
  utsushi convert samples/juki-cp932-csv --out out
  utsushi verify out
  utsushi compare first-run second-run
  utsushi rehearse samples/juki-cp932-csv --history rehearsals
  utsushi plan samples/juki-cp932-csv --window 8h
  utsushi inspect samples/juki-cp932-csv/input/JUKI01a.csv
  utsushi explain DAT002
  utsushi layout list
  utsushi synth juki --records 10000 --out city

終了コード: 0 問題なし、1 エラーあり、2 実行できなかった",
    ),
    (
        "plan",
        "例:
  utsushi plan my-city
  utsushi plan my-city --out D:\\移行\\out --window 8h
  utsushi plan my-city --history rehearsals --json

見積もりは、記録にあるリハーサルの時間を入力のバイト数で伸ばしたものです。記録がなければ、いちばん大きいジョブの先頭を、
--out の隣の作業場所 (終わると消えます) で実際に変換・検証して測ります。何に基づくかと、幅も示します。

終了コード: 0 容量も時間も足りる、1 足りないか、足りないおそれがある、2 実行できなかった",
    ),
    (
        "rehearse",
        "例:
  utsushi rehearse my-city
  utsushi rehearse my-city --history D:\\作業\\rehearsals --keep last-rehearsal
  utsushi rehearse my-city --sample 5%

変換と検証のすべてを行い、終わると消します。件数・時間・ハッシュ値だけを記録 NNNN-….json に加え、推移のページ history.html を
作り直します。レコードの値は何も残しません。画面には、同じだけを見た前回のリハーサルからの変化を示します。

--sample では、世帯と人を番号のハッシュで選びます。いつも同じ世帯と人です。一部のレコードでは判断できない規則は実行せず、
その名を示します。

終了コード: 0 変換も検証も問題なし、1 エラーあり・受入不可、2 実行できなかった (記録には加えない)",
    ),
    (
        "verify",
        "例:
  utsushi verify delivery
  utsushi verify delivery.zip --base-date 2026-04-01 --out result
  utsushi verify delivery --profile city.toml --totals totals.xlsx --json
  utsushi verify delivery --init
  utsushi verify delivery --totals-sheet totals.xlsx
  utsushi verify second --previous first-verify
  utsushi verify deliveries --each --out results

納品物は、CSV (UTF-8、UTF-16、CP932。見出しはあってもなくてもよい) か Parquet の入ったフォルダー、変換結果のフォルダー、
または zip です。結果は納品物の隣か --out に書きます: report.html、report.xlsx、findings.csv、findings.parquet、
verification.json。--each では納品物ごとのフォルダーに書き、index.html が一覧です。検証できないものがあれば終了コードは 2 です。

終了コード: 0 受入可、1 受入不可または条件付き受入可 (プロファイルで条件付きを可とすれば 0)、2 実行できなかった",
    ),
    (
        "convert",
        "例:
  utsushi convert samples/juki-cp932-csv --out out
  utsushi convert migration.toml --out D:\\移行\\out --overwrite
  utsushi convert . --job juki --check-only --out check
  utsushi convert . --out out --resume

出力先のフォルダーは、すべて書き終えたときに初めて現れます。その中身:
  data/          標準レイアウトのファイル (CSV と Parquet)
  rejects/       受け付けなかったレコード (元のバイトのまま) と、その理由 rejects.csv
  findings.csv   何がどこで問題か (コードごとに最初の 1,000 件。全件は findings.parquet)
  trace/         すべての行の出所
  manifest.json  すべてのファイルの SHA-256 と、全レコードの行き先の件数

ジョブが複数ある実行が止まると、終わったジョブは住民のデータを含んだまま隣の隠しフォルダーに残ります。--resume で
その続きから実行でき、--resume なしの実行はそれを消します。

終了コード: 0 問題なし、1 エラーか不受理あり、2 実行できなかった",
    ),
    (
        "map scaffold",
        "例:
  utsushi map scaffold source/juki01.toml 01.resident
  utsushi map scaffold source/juki01.toml 01.resident --sample input/JUKI01.csv --out mapping/resident.toml
  utsushi map scaffold source/juki01.toml --all juki --sample input/JUKI01.csv --out mapping

一行ごとに、なぜその項目か、どのくらい確かか (0 から 1) を note に書きます。見つからない項目は TODO として
残ります。値を示すのはコードだけで、機微な項目のコードと、短い英数字でない少数の値は示しません。

終了コード: 0 キー・必須の項目がすべて見つかった、1 TODO が残る、2 実行できなかった",
    ),
    ("map", "例:\n  utsushi map scaffold source/juki01.toml 01.resident --sample input/JUKI01.csv --out mapping/resident.toml\n  utsushi map codes my-city\n  utsushi map codes my-city --read codes.xlsx"),
    (
        "map codes",
        "例:
  utsushi map codes my-city --out codes.xlsx
  utsushi map codes my-city --job juki --all --out D:\\作業\\codes.csv
  utsushi map codes my-city --read codes.xlsx

「標準コード」の列に記入します。空にする値には \"\" と書き、空のままの欄は何も変えません。取り込むと mapping の
対応表 [code.…] が変わり、元のファイルは .bak として残ります。
表には値がそのまま載ります。読めるのは本人だけです。

終了コード: 0 すべて対応済み・取り込んだ、1 対応のない値あり、2 実行できなかった",
    ),
    (
        "inspect",
        "例:
  utsushi inspect samples/juki-cp932-csv/input/JUKI01a.csv
  utsushi inspect --toml JUKI01.DAT > source/juki01.toml

値そのものは表示せず、文字の種類 (漢・カ・A・9) だけを示します。
終了コード: 0 確か、1 レコードの切り方が不確か、2 読めなかった",
    ),
    ("explain", "例:\n  utsushi explain DAT002\n  utsushi explain --all --lang ja > findings.ja.md"),
    (
        "layout",
        "例:
  utsushi layout list
  utsushi layout show 01.resident
  utsushi layout check --layouts 自庁のレイアウト
  utsushi layout diff chukan-2.7 自庁のレイアウト/official",
    ),
    (
        "layout list",
        "例:\n  utsushi layout list\n  utsushi layout list juki\n  utsushi layout list --json > files.json",
    ),
    (
        "layout show",
        "例:\n  utsushi layout show 01.resident\n  utsushi layout show 住民情報 --csv > resident.csv\n  utsushi layout show 01.resident --json",
    ),
    (
        "layout check",
        "例:
  utsushi layout check
  utsushi layout check --layouts 自庁のレイアウト --standard official

終了コード: 0 エラーなし (警告はありうる)、1 エラーあり、2 フォルダーが読めなかった",
    ),
    (
        "layout diff",
        "例:
  utsushi layout diff chukan-2.7 自庁のレイアウト/official
  utsushi layout diff 旧版 新版 --out diff.html

A と B は、組み込みの標準の名前か、標準のフォルダー。終了コード: 0 同じ、1 違う、2 読めなかった",
    ),
    (
        "layout import",
        "例:
  utsushi layout import 仕様書/*.xlsx --standard official --out 自庁のレイアウト
  utsushi layout import 住民.xlsx --business 1 --standard official --profile kihon-data-list --out 自庁のレイアウト
  utsushi layout import --print-profile chukan > profile.toml

表は見出しで見つけます。見出しの書き方はプロファイルにあります。DIR/NAME は、すべて書き終えたときに初めて現れます: レイアウト、コード表、
規則、renames.csv (マッピングが使い続けてよい元の項目名)、import.csv (見るべき所)。使うには
  utsushi convert PROJECT --layouts DIR

終了コード: 0 すべて読めた、1 読めないものか引き継げない規則がある、2 読めなかった",
    ),
    ("layout pages", "例:\n  utsushi layout pages --out docs/layouts --lang ja"),
    (
        "synth",
        "例:
  utsushi synth juki --records 10000 --out city
  utsushi synth --business kotei --out lands
  utsushi synth --business all --residents 100 --format fixed --out whole-city

juki は、業者が作ったような住民記録システム (何人分でも)。--business は、レイアウトと規則から、どの業務の小さな自治体でも作ります。
同じ種からは同じバイトができます。出てくる人は誰も実在しません。",
    ),
    (
        "explain-record",
        "例:
  utsushi explain-record samples/juki-cp932-csv 12

値は文字の種類 (漢・カ・A・9) だけを示します。変換の後の検査の結果は findings.csv にあります。",
    ),
    (
        "compare",
        "例:
  utsushi compare first second
  utsushi compare delivery.zip export --out differences
  utsushi compare out/data/01_juki/resident.csv export.csv --tolerate name=mj,shrink
  utsushi compare first second --tolerate '*=whitespace' --tolerances tolerances.toml

A と B は、フォルダー、実行結果のフォルダー、zip、または標準のファイル一つ (CSV か Parquet)。delivery.toml があれば従います。
行はレイアウトのキーで対応させ、キーのないファイルは行の全体で比べます。許した違いは別に数えます。--out には report.html、
differences.csv、differences.parquet、compare.json を書き、省くと実行中だけ今のフォルダーに作業用の場所を作ります。

終了コード: 0 同じ (許した違いを除く)、1 違う、または全部は読めなかった、2 実行できなかった",
    ),
    (
        "delta",
        "例:
  utsushi delta full-migration tonight --out delta
  utsushi delta --apply delta full-migration --out new

OLD と NEW は、フォルダー、実行結果のフォルダー、zip、または標準のファイル一つ。差分は個人情報をそのまま含み、所有者だけが読めます:
data/add 追加、data/change 変更後、data/before 変更前、data/delete 削除 (標準レイアウトの CSV と Parquet)、delta.json 件数の記録。
OLD に当てると NEW になります: 行は OLD の順、変更はその場所、追加は最後。OLD に合わない差分は断ります。

終了コード: 0 できた、2 実行できなかった",
    ),
    (
        "completions",
        "例:\n  utsushi completions bash > /etc/bash_completion.d/utsushi\n  utsushi completions powershell >> $PROFILE",
    ),
    ("man", "例:\n  utsushi man --out man && man man/utsushi-convert.1"),
    (
        "gaiji census",
        "例:
  utsushi gaiji census samples/gaiji
  utsushi gaiji census samples/gaiji --out census.csv

氏名などは表示せず、文字と場所だけを示します。終了コード: 0 なし、1 あり、2 実行できなかった",
    ),
    (
        "gaiji worksheet",
        "例:
  utsushi gaiji worksheet samples/gaiji --out gaiji.xlsx
  utsushi gaiji worksheet samples/gaiji --out gaiji.html --font EUDC.TTE
  utsushi gaiji worksheet samples/gaiji --read gaiji.xlsx

作業票には氏名などがそのまま載り、所有者だけが読めます。終了コード: 0 できた、2 実行できなかった",
    ),
    (
        "gaiji check",
        "例:
  utsushi gaiji check samples/gaiji
  utsushi gaiji check samples/gaiji --font EUDC.TTE

終了コード: 0 足りている、1 足りないものがある、2 実行できなかった",
    ),
    (
        "synth juki",
        "例:
  utsushi synth juki --records 10000 --out city
  utsushi synth juki --records 100000 --format fixed --dirt 0.01 --out dirty
  utsushi convert city --out city-out

同じ種からは同じバイトができます。出てくる人は誰も実在しません。",
    ),
];

/// Puts the Japanese texts in place of the English ones.
pub(crate) fn translate(command: Command) -> Command {
    under("", command)
}

/// The command's name with those above it, but for the program's own: `layout list`.
fn path(above: &str, command: &Command) -> String {
    match above {
        "" | "utsushi" => command.get_name().to_owned(),
        above => format!("{above} {}", command.get_name()),
    }
}

fn under(above: &str, command: Command) -> Command {
    let name = path(above, &command);
    let text = |flag: &str| TEXTS.iter().find(|text| text.0 == name && text.1 == flag).map(|text| text.2);
    let mut command = command.disable_help_subcommand(true).subcommand_help_heading("コマンド");
    command = command.help_template("{about-with-newline}\n使い方: {usage}\n\n{all-args}{after-help}");
    if let Some(about) = text("") {
        command = command.about(about);
    }
    if let Some((_, after)) = AFTER.iter().find(|after| after.0 == name) {
        command = command.after_help(*after);
    }
    // The parser's own two flags speak English.
    let own = |name: &'static str, short, action, help: &'static str| {
        Arg::new(name).short(short).long(name).action(action).help(help)
    };
    command = command.disable_help_flag(true).arg(own("help", 'h', ArgAction::Help, "使い方を示す"));
    if name == "utsushi" {
        let version = own("version", 'V', ArgAction::Version, "版を示す");
        command = command.disable_version_flag(true).arg(version);
    }
    command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { "引数" } else { "指定" };
        match text(arg.get_id().as_str()) {
            Some(help) => arg.help(help).help_heading(heading),
            None => arg.help_heading(heading),
        }
    });
    command.mut_subcommands(|command| under(&name, command))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn missing(above: &str, command: &Command, found: &mut Vec<String>) {
        let name = path(above, command);
        let flags = command.get_arguments().map(|arg| arg.get_id().as_str());
        for flag in flags.filter(|flag| !["help", "version"].contains(flag)).chain([""]) {
            if !TEXTS.iter().any(|text| text.0 == name && text.1 == flag) {
                found.push(format!("{name} {flag}"));
            }
        }
        if command.get_after_help().is_some() && !AFTER.iter().any(|after| after.0 == name) {
            found.push(format!("{name}: examples"));
        }
        command.get_subcommands().for_each(|command| missing(&name, command, found));
    }

    #[test]
    fn every_command_and_flag_has_a_japanese_text() {
        let mut found = Vec::new();
        missing("", &crate::args::Cli::command(), &mut found);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn every_command_has_examples() {
        fn without(above: &str, command: &Command, found: &mut Vec<String>) {
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            if !after.starts_with("Example") {
                found.push(path(above, command));
            }
            let name = path(above, command);
            command.get_subcommands().for_each(|command| without(&name, command, found));
        }
        let mut found = Vec::new();
        without("", &crate::args::Cli::command(), &mut found);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn the_commands_are_consistent_in_both_languages() {
        crate::args::Cli::command().debug_assert();
        translate(crate::args::Cli::command()).debug_assert();
    }
}
