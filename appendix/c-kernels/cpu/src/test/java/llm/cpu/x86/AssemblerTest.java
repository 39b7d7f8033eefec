package llm.cpu.x86;

import static llm.cpu.x86.Place.at;
import static llm.cpu.x86.Register.R10;
import static llm.cpu.x86.Register.R11;
import static llm.cpu.x86.Register.R12;
import static llm.cpu.x86.Register.R8;
import static llm.cpu.x86.Register.R9;
import static llm.cpu.x86.Register.RAX;
import static llm.cpu.x86.Register.RBP;
import static llm.cpu.x86.Register.RBX;
import static llm.cpu.x86.Register.RCX;
import static llm.cpu.x86.Register.RDI;
import static llm.cpu.x86.Register.RDX;
import static llm.cpu.x86.Register.RSI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("An assembler should")
class AssemblerTest {

    /// The bytes are GNU `as`'s for the instruction in front of them.
    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("write the bytes of each instruction")
    void instructions(String instruction, String bytes, Consumer<Assembler> write) {
        Assembler assembler = new Assembler();

        write.accept(assembler);

        assertThat(HexFormat.ofDelimiter(" ").formatHex(assembler.code())).isEqualTo(bytes);
    }

    static Stream<Arguments> instructions() {
        return Stream.of(
                instruction("mov 0x28(%rdx),%r11", "4c 8b 5a 28",
                        x -> x.mov(R11, at(RDX, 0x28))),
                instruction("mov 0x0(%r12),%rax", "49 8b 44 24 00", x -> x.mov(RAX, at(R12))),
                instruction("mov %r12,0x28(%rdx,%r8,2)", "4e 89 64 42 28",
                        x -> x.mov(at(RDX, 2, R8).plus(0x28), R12)),
                instruction("lea 0x0(%rdi,%r8,2),%rcx", "4a 8d 4c 47 00",
                        x -> x.lea(RCX, at(RDI, 2, R8))),
                instruction("vinsertf64x4 $1,0x0(%rax,%r8,1),%zmm12,%zmm12",
                        "62 33 9d 48 1a 64 00 00 01", x -> x.avx512().vinsertf64x4(12, at(RAX, 1, R8))),
                instruction("vbroadcastf64x4 0x0(%r13,%r9,2),%zmm14",
                        "62 12 fd 48 1b 74 4d 00",
                        x -> x.avx512().vbroadcastf64x4(14, at(Register.R13, 2, R9))),
                instruction("vmovups 0x0(%rbx),%zmm4", "62 f1 7c 48 10 63 00",
                        x -> x.avx512().vmovups(4, at(RBX))),
                instruction("vextractf64x4 $0x1,%zmm12,%ymm4", "62 73 fd 48 1b e4 01",
                        x -> x.avx512().vextractf64x4(4, 12)),
                instruction("vpmovzxwd 0x0(%rax),%ymm7", "c4 e2 7d 33 78 00",
                        x -> x.vpmovzxwd(7, at(RAX))),
                instruction("vpmovzxwd 0x0(%r11),%zmm7", "62 d2 7d 48 33 7b 00",
                        x -> x.avx512().vpmovzxwd(7, at(R11))),
                instruction("vpslld $0x10,%zmm7,%zmm7", "62 f1 45 48 72 f7 10",
                        x -> x.avx512().vpslld(7, 7, 16)),
                instruction("vpmovsxbw 0x20(%rax),%zmm8", "62 72 7d 48 20 40 01", x -> x.avx512().vpmovsxbw(8, at(RAX, 0x20))),
                instruction("vpdpwssd 0x0(%rbx,%r8,2),%zmm8,%zmm6", "62 b2 3d 48 52 74 43 00",
                        x -> x.avx512().vpdpwssd(6, 8, at(RBX, 2, R8))),
                instruction("vpmaddwd 0x0(%rbx,%r8,1),%ymm8,%ymm9", "c4 21 3d f5 4c 03 00",
                        x -> x.vpmaddwd(9, 8, at(RBX, 1, R8))),
                instruction("vfmadd231ps %zmm12,%zmm14,%zmm6", "62 d2 0d 48 b8 f4",
                        x -> x.avx512().vfmadd231ps(6, 14, 12)),
                instruction("vfmadd231ps %zmm13,%zmm14,%zmm11", "62 52 0d 48 b8 dd",
                        x -> x.avx512().vfmadd231ps(11, 14, 13)),
                instruction("vmovups %zmm9,0x1c0(%rcx)", "62 71 7c 48 11 49 07",
                        x -> x.avx512().vmovups(at(RCX, 0x1c0), 9)),
                instruction("mov %rdi,%r12", "4c 8b e7", x -> x.mov(R12, RDI)),
                instruction("add %r8,%rcx", "49 03 c8", x -> x.add(RCX, R8)),
                instruction("add 0x48(%rdx),%r12", "4c 03 62 48", x -> x.add(R12, at(RDX, 0x48))),
                instruction("add $0x12345678,%r10", "49 81 c2 78 56 34 12",
                        x -> x.add(R10, 0x12345678)),
                instruction("rex push %rbx", "40 53", x -> x.push(RBX)),
                instruction("push %r12", "41 54", x -> x.push(R12)),
                instruction("pop %r12", "41 5c", x -> x.pop(R12)),
                instruction("prefetcht0 0x0(%r11)", "41 0f 18 4b 00", x -> x.prefetcht0(at(R11))),
                instruction("prefetchw 0x3c(%rsi,%r9,2)", "42 0f 0d 4c 4e 3c",
                        x -> x.prefetchw(at(RSI, 2, R9).plus(0x3c))),
                instruction("vmovups 0x1234(%rbx),%ymm12", "c4 61 7c 10 a3 34 12 00 00",
                        x -> x.vmovups(12, at(RBX, 0x1234))),
                instruction("vmovups %ymm13,0x20(%rcx,%r9,2)", "c4 21 7c 11 6c 49 20",
                        x -> x.vmovups(at(RCX, 2, R9).plus(0x20), 13)),
                instruction("vmovups 0x10(%r9,%rdx,2),%xmm1", "c4 c1 78 10 4c 51 10",
                        x -> x.vmovups128(1, at(R9, 2, RDX).plus(0x10))),
                instruction("vmovups %xmm9,0x10(%r11)", "c4 41 78 11 4b 10",
                        x -> x.vmovups128(at(R11, 0x10), 9)),
                instruction("vinsertf128 $0x1,0x10(%r9,%rdx,2),%ymm1,%ymm1",
                        "c4 c3 75 18 4c 51 10 01",
                        x -> x.vinsertf128(1, at(R9, 2, RDX).plus(0x10))),
                instruction("vbroadcastss 0x4(%rax,%r8,1),%ymm14", "c4 22 7d 18 74 00 04",
                        x -> x.vbroadcastss(14, at(RAX, 1, R8).plus(4))),
                instruction("vxorps %ymm9,%ymm9,%ymm9", "c4 41 34 57 c9", x -> x.vxorps(9)),
                instruction("vmulps %ymm11,%ymm12,%ymm13", "c4 41 1c 59 eb",
                        x -> x.vmulps(13, 12, 11)),
                instruction("vfmadd231ps %ymm13,%ymm14,%ymm1", "c4 c2 0d b8 cd",
                        x -> x.vfmadd231ps(1, 14, 13)),
                instruction("vfmadd213ps %ymm3,%ymm12,%ymm9", "c4 62 1d a8 cb",
                        x -> x.vfmadd213ps(9, 12, 3)),
                instruction("vfmadd213ps 0x40(%rcx),%ymm12,%ymm9", "c4 62 1d a8 49 40",
                        x -> x.vfmadd213ps(9, 12, at(RCX, 0x40))),
                instruction("vsubps %ymm3,%ymm12,%ymm9", "c4 61 1c 5c cb",
                        x -> x.vsubps(9, 12, 3)),
                instruction("vsubps 0x40(%r9),%ymm12,%ymm9", "c4 41 1c 5c 49 40",
                        x -> x.vsubps(9, 12, at(R9, 0x40))),
                instruction("vdivps %ymm0,%ymm12,%ymm0", "c4 e1 1c 5e c0",
                        x -> x.vdivps(0, 12, 0)),
                instruction("vminps %ymm0,%ymm9,%ymm0", "c4 e1 34 5d c0",
                        x -> x.vminps(0, 9, 0)),
                instruction("vcmpnltps %ymm8,%ymm0,%ymm3", "c4 c1 7c c2 d8 05",
                        x -> x.vcmpnltps(3, 0, 8)),
                instruction("vandps %ymm3,%ymm2,%ymm0", "c4 e1 6c 54 c3", x -> x.vandps(0, 2, 3)),
                instruction("vpaddd %ymm1,%ymm2,%ymm12", "c4 61 6d fe e1",
                        x -> x.vpaddd(12, 2, 1)),
                instruction("vpslld $0x17,%ymm10,%ymm1", "c4 c1 75 72 f2 17",
                        x -> x.vpslld(1, 10, 23)),
                instruction("vpmovsxbw 0x10(%rax,%r8,2),%ymm9", "c4 22 7d 20 4c 40 10",
                        x -> x.vpmovsxbw(9, at(RAX, 2, R8).plus(16))),
                instruction("vpmaddwd %ymm5,%ymm10,%ymm9", "c4 61 2d f5 cd",
                        x -> x.vpmaddwd(9, 10, 5)),
                instruction("vcvtdq2ps %ymm9,%ymm10", "c4 41 7c 5b d1", x -> x.vcvtdq2ps(10, 9)),
                instruction("vaddps %ymm5,%ymm3,%ymm11", "c4 61 64 58 dd",
                        x -> x.vaddps(11, 3, 5)),
                instruction("vperm2f128 $0x1,%ymm3,%ymm3,%ymm5", "c4 e3 65 06 eb 01",
                        x -> x.vperm2f128(5, 3)),
                instruction("vextractps $0x2,%xmm4,0x4(%rdx,%rbp,2)", "c4 e3 79 17 64 6a 04 02",
                        x -> x.vextractps(at(RDX, 2, RBP).plus(4), 4, 2)),
                instruction("vunpcklps %ymm1,%ymm0,%ymm4", "c4 e1 7c 14 e1",
                        x -> x.vunpcklps(4, 0, 1)),
                instruction("vunpckhps %ymm3,%ymm2,%ymm7", "c4 e1 6c 15 fb",
                        x -> x.vunpckhps(7, 2, 3)),
                instruction("vunpcklpd %ymm7,%ymm6,%ymm2", "c4 e1 4d 14 d7",
                        x -> x.vunpcklpd(2, 6, 7)),
                instruction("vunpckhpd %ymm5,%ymm4,%ymm1", "c4 e1 5d 15 cd",
                        x -> x.vunpckhpd(1, 4, 5)),
                instruction("vzeroupper; ret", "c5 f8 77 c3", Assembler::ret));
    }

    private static Arguments instruction(String text, String bytes, Consumer<Assembler> write) {
        return arguments(text, bytes, write);
    }

    @Test
    @DisplayName("count jumps from their ends, back and forth")
    void jumps() {
        Assembler x = new Assembler();
        Label start = new Label();
        Label middle = new Label();
        Label end = new Label();

        x.label(start);
        x.jz(middle);
        x.jmp(start);
        x.label(middle);
        x.jns(middle);
        x.js(start);
        x.jnz(end);
        x.label(end);

        assertThat(HexFormat.ofDelimiter(" ").formatHex(x.code())).isEqualTo(String.join(" ",
                "0f 84 05 00 00 00", "e9 f5 ff ff ff", "0f 89 fa ff ff ff", "0f 88 e9 ff ff ff",
                "0f 85 00 00 00 00"));
    }
}
