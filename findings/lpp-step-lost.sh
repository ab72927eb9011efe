#!/usr/bin/env bash
# Cayenne LPP, a payload format of LoRaWAN devices, as cayenne-lpp 1.0.2 (npm) and pycayennelpp 2.4.0 (PyPI) write and read it.
# Guess: a value that the format can carry comes back as it was: an analog value has steps of 0.01.
# Seen: of the 2,001 values from -10.00 to 10.00 both give back 138 one step nearer to zero, 0.29 as 0.28 among them: they multiply
# by a hundred in floating point and cut off what follows the point.
. "$(dirname "$0")/support/lib.sh"
npm install --silent --no-audit --no-fund --prefix . cayenne-lpp@1.0.2 >/dev/null
python3 -m venv .
bin/pip install -q --disable-pip-version-check pycayennelpp==2.4.0
cat >trip.cjs <<'JS'
const { encoder, decoder } = require('cayenne-lpp');
const values = Array.from({ length: 2001 }, (_, at) => (at - 1000) / 100);
const back = (value) => Object.values(decoder.decode(encoder.encodeAnalogInput(1, value))[0])[0];
console.log(values.filter((value) => Math.abs(back(value) - value) > 1e-9).length, back(0.29));
JS
cat >trip.py <<'PYTHON'
from cayennelpp import LppFrame
def back(value):
    frame = LppFrame()
    frame.add_analog_input(1, value)
    return LppFrame.from_bytes(bytes(frame)).data[0].value[0]
values = [at / 100 for at in range(-1000, 1001)]
print(len([value for value in values if abs(back(value) - value) > 1e-9]), back(0.29))
PYTHON
seen '138 0.28' "$(node trip.cjs)"
seen '138 0.28' "$(bin/python trip.py)"
