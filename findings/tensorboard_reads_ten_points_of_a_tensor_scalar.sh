#!/usr/bin/env bash
# One would guess: EventAccumulator, through which scripts read TensorBoard logs, gives every learning rate written,
# or says that it left some out.
# Really: by default it keeps a sample. Of 15 000 rates written as plain scalars (PyTorch, tensorboardX) it gives 10
# 000, with gaps all along, so a drop seems to be some updates late; of 1 000 written as tensors (TensorFlow, Keras)
# it gives 10. size_guidance={"scalars": 0, "tensors": 0} gives all.
# tensorboard 2.21.0, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'tensorboard==2.21.0' 'setuptools==80.9.0'
cd "$work"
python -W ignore - <<'END'
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util.tensor_util import make_tensor_proto

TENSOR = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="scalars"), data_class=1)


def write(folder, updates, tensor):
    writer = EventFileWriter(folder)
    for step in range(1, updates + 1):
        if tensor:
            value = Summary.Value(tag="lr", tensor=make_tensor_proto(1e-5), metadata=TENSOR)
        else:
            value = Summary.Value(tag="lr", simple_value=1e-5)
        writer.add_event(Event(step=step, wall_time=step, summary=Summary(value=[value])))
    writer.close()


def steps(folder, **options):
    log = EventAccumulator(folder, **options)
    log.Reload()
    return [event.step for event in (log.Tensors("lr") if "lr" in log.Tags()["tensors"] else log.Scalars("lr"))]


write("plain", 15_000, tensor=False)
write("tensor", 1_000, tensor=True)
everything = {"size_guidance": {"scalars": 0, "tensors": 0}}
plain, tensor = steps("plain"), steps("tensor")
print("15000 plain scalars:", len(plain), "kept, from", plain[:4], "to", plain[-1])
print("1000 tensor scalars:", len(tensor), "kept:", tensor)
print("with a size_guidance of 0:", len(steps("plain", **everything)), len(steps("tensor", **everything)))
assert len(plain) == 10_000 and plain[-1] == 15_000, "another number of plain scalars is kept"
assert len(tensor) == 10, "another number of tensor scalars is kept"
assert len(steps("plain", **everything)) == 15_000 and len(steps("tensor", **everything)) == 1_000, "0 no longer means all"
END
