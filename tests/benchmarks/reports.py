"""A DMARC aggregate report of 100,000 rows read: seconds, and the most memory that the process took.

    python tests/benchmarks/reports.py [ROWS]

Each row has its own address. Once plain with one element a line, as most receivers write it; once packed with gzip.
"""

import gzip
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.reports.read import read_report
from bot.reports.values import AggregateReport

ROW = """  <record>
    <row>
      <source_ip>{address}</source_ip>
      <count>{count}</count>
      <policy_evaluated>
        <disposition>none</disposition>
        <dkim>{dkim}</dkim>
        <spf>pass</spf>
      </policy_evaluated>
    </row>
    <identifiers>
      <header_from>imone.example</header_from>
    </identifiers>
    <auth_results>
      <dkim>
        <domain>imone.example</domain>
        <result>{dkim}</result>
        <selector>s1</selector>
      </dkim>
      <spf>
        <domain>imone.example</domain>
        <result>pass</result>
      </spf>
    </auth_results>
  </record>
"""
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<feedback>
  <report_metadata>
    <org_name>gavejas.example</org_name>
    <report_id>1</report_id>
    <date_range><begin>1700000000</begin><end>1700086399</end></date_range>
  </report_metadata>
  <policy_published><domain>imone.example</domain><p>none</p></policy_published>
"""


def report(rows: int) -> bytes:
    """Rows from as many addresses; every tenth fails DKIM."""
    body = "".join(
        ROW.format(
            address=f"{11 + number // 65536}.{number // 256 % 256}.{number % 256}.7",
            count=number % 9 + 1,
            dkim="fail" if number % 10 == 0 else "pass",
        )
        for number in range(rows)
    )
    return f"{HEAD}{body}</feedback>\n".encode()


def one(path: Path) -> None:
    raw = path.read_bytes()
    begin = time.perf_counter()
    reading = read_report(raw)
    seconds, processor = time.perf_counter() - begin, time.process_time()
    rows = reading.rows if isinstance(reading, AggregateReport) else 0
    status = Path("/proc/self/status").read_text("ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    size = len(raw) / 1024 / 1024
    print(f"{path.suffix}: {size:.1f} MB, {rows} rows, {seconds:.1f} s, {processor:.1f} s of processor, {peak:.0f} MB")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        whole = report(rows)
        plain, packed = Path(folder, "report.xml"), Path(folder, "report.gz")
        plain.write_bytes(whole)
        packed.write_bytes(gzip.compress("".join(line.strip() for line in whole.decode().splitlines()).encode()))
        del whole
        for path in (plain, packed):
            subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        one(Path(sys.argv[2]))
    else:
        main()
