/// libtorch, the C++ library under PyTorch, doing the work of `./llm bench train` so that both can
/// be compared: [LibtorchPeer] is the program, [Gpt] its model of [Block]s, [TrainingTask] the
/// work. All of it is `train.py` again, line by line.
@NullMarked
package llm.peers.libtorch;

import org.jspecify.annotations.NullMarked;
